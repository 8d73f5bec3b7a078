import type { TensorData } from '@rectify/nn';
import type { RandomStream } from '@rectify/nn/random';
import { DivergenceGuard, type DivergenceOptions } from './diagnosis/divergence.js';
import { parameterNorm, targetDrift } from './diagnosis/networkDistance.js';
import { UpdateStatistics, type UpdateSummary } from './diagnosis/updateStatistics.js';
import { type Experience, NStepReturns, type NStepState } from './replay/nStepReturns.js';
import type { ColumnReader, ReplayMemory } from './replay/replayMemory.js';
import type { TargetOptions, TdTrainer } from './tdTrainer.js';

/** How a learner learns. */
export interface LearnerOptions extends TargetOptions, DivergenceOptions {
  readonly trainer: TdTrainer;
  readonly memory: ReplayMemory;
  /** Where the replayed transitions are drawn from. */
  readonly stream: RandomStream;
  readonly batchSize: number;
  readonly nStep: number;
  readonly rewardScale: number;
}

/** What `Learner` needs besides tensors to go on. */
export interface LearnerState {
  readonly waiting: NStepState;
  readonly random: readonly number[];
  /** Size of the greatest scaled reward so far. */
  readonly greatestReward: number;
}

/** Several updates summed up, and where the networks stand after them. Values and errors are in scaled reward. */
export interface LearningSummary extends UpdateSummary {
  readonly parameterNorm: number;
  readonly targetDrift: number;
}

const replayPrefix = 'replay.';
const diagnosisPrefix = 'diagnosis.';

/** Remembers experience and learns from it (Mnih et al. 2015, algorithm 1, the lines that are not about acting). */
export class Learner {
  readonly trainer: TdTrainer;
  readonly #options: LearnerOptions;
  readonly #returns: NStepReturns;
  readonly #guard: DivergenceGuard;
  readonly #statistics = new UpdateStatistics();

  constructor(options: LearnerOptions) {
    this.#options = options;
    this.trainer = options.trainer;
    this.#returns = new NStepReturns({ ...options, steps: options.nStep });
    this.#guard = new DivergenceGuard(options);
  }

  /** Updates of the online network so far. */
  get updates(): number {
    return this.trainer.updates;
  }

  /** Takes a step of the environment in. */
  remember(experience: Experience): void {
    const { memory, rewardScale } = this.#options;
    this.#guard.meet(experience.reward * rewardScale);
    for (const transition of this.#returns.add(experience)) memory.add(transition);
  }

  /**
   * Updates the online network once, and copies it to the target network when its turn has come.
   *
   * @param progress - share of the training that is done, in [0, 1]
   * @throws DivergenceError if a loss or value is not finite, or a value lies far beyond every possible return
   */
  async learn(progress: number): Promise<void> {
    const { trainer, memory, stream, batchSize, tau, targetUpdate } = this.#options;
    const { loss, gradientNorm } = await trainer.step({ ...memory.sample(batchSize, stream, progress) });
    const { values = [], tdErrors = [] } = trainer.vectors;
    this.#guard.check(trainer.updates, { loss, values });
    memory.reprioritize(tdErrors);
    if (tau === 1 && trainer.updates % targetUpdate === 0) trainer.copyParameters('target');
    this.#statistics.add({ loss, gradientNorm, values, tdErrors });
  }

  /** Sums up the updates since the last call, or gives `undefined` if there were none. */
  takeSummary(): LearningSummary | undefined {
    const summary = this.#statistics.take();
    if (summary === undefined) return undefined;
    const online = this.trainer.state.parameters.read();
    const target = this.trainer.copies.target.parameters.read();
    return { ...summary, parameterNorm: parameterNorm(online), targetDrift: targetDrift(online, target) };
  }

  /** Everything but tensors, as plain values. */
  state(): LearnerState {
    return {
      waiting: this.#returns.state(),
      random: this.#options.stream.state(),
      greatestReward: this.#guard.greatestReward,
    };
  }

  /** Goes on where `state` was taken. */
  restore({ waiting, random, greatestReward }: LearnerState): void {
    this.#returns.restore(waiting);
    this.#options.stream.restore(random);
    this.#guard.meet(greatestReward);
  }

  /** The memory's content and the statistics under way, as columns for a checkpoint; copies. */
  columns(): Record<string, TensorData> {
    return {
      ...prefixed(replayPrefix, this.#options.memory.state()),
      ...prefixed(diagnosisPrefix, this.#statistics.state()),
    };
  }

  /**
   * Takes over what `columns` returned.
   *
   * @throws RangeError if it comes from a memory of another size
   */
  restoreColumns(column: ColumnReader): void {
    this.#options.memory.restore((name, type) => column(replayPrefix + name, type));
    this.#statistics.restore((name, type) => column(diagnosisPrefix + name, type));
  }
}

function prefixed(prefix: string, columns: Record<string, TensorData>): Record<string, TensorData> {
  return Object.fromEntries(Object.entries(columns).map(([name, data]) => [prefix + name, data]));
}
