import { compileTrainer, type Engine, type Model, type Optimizer, type Trainer } from '@rectify/nn';
import type { RandomStream } from '@rectify/nn/random';
import { type Experience, NStepReturns, type NStepState } from './nStepReturns.js';
import { ReplayBuffer } from './replayBuffer.js';
import { type TdLossOptions, tdLoss } from './tdLoss.js';

/** The training step of DQN: fed a `ReplayBatch`, with the target network as the copy `target`. */
export type TdTrainer = Trainer<
  'observations' | 'actions' | 'rewards' | 'nextObservations' | 'discounts',
  'target'
>;

/** What the training step is compiled from. */
export interface TdTrainerOptions extends TdLossOptions {
  readonly model: Model;
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  /** Default: the gradient is not clipped. */
  readonly maximumGradientNorm?: number;
}

/** Compiles loss, gradient and update of the online network into one program. */
export function compileTdTrainer(engine: Engine, options: TdTrainerOptions): Promise<TdTrainer> {
  const { model, optimizer, batchSize, maximumGradientNorm = Infinity, ...lossOptions } = options;
  return compileTrainer(engine, {
    model,
    optimizer,
    batchSize,
    maximumGradientNorm,
    inputs: {
      observations: model.inputShape,
      actions: { shape: [], type: 'int32' },
      rewards: [],
      nextObservations: model.inputShape,
      discounts: [],
    },
    copies: { target: 'frozen' },
    loss: (site) => tdLoss(site, lossOptions),
  });
}

/** Means over some updates, in scaled reward. */
export interface UpdateMeans {
  readonly loss: number;
  readonly meanQ: number;
  readonly gradientNorm: number;
}

/** How a learner learns. */
export interface LearnerOptions {
  readonly trainer: TdTrainer;
  /** Where the replayed transitions are drawn from. */
  readonly stream: RandomStream;
  readonly batchSize: number;
  readonly bufferCapacity: number;
  readonly updatesPerTargetCopy: number;
  readonly returnSteps: number;
  readonly discount: number;
  readonly rewardScale: number;
}

/** What `Learner` needs besides tensors to go on. */
export interface LearnerState {
  readonly waiting: NStepState;
  readonly random: readonly number[];
  readonly sums: UpdateMeans;
  readonly summed: number;
}

const nothing: UpdateMeans = { loss: 0, meanQ: 0, gradientNorm: 0 };

/** Remembers experience and learns from it (Mnih et al. 2015, algorithm 1, the lines that are not about acting). */
export class Learner {
  readonly trainer: TdTrainer;
  readonly buffer: ReplayBuffer;
  readonly #options: LearnerOptions;
  readonly #returns: NStepReturns;
  #sums = nothing;
  #summed = 0;

  constructor(options: LearnerOptions) {
    const [observationSize = 1] = options.trainer.model.inputShape;
    this.#options = options;
    this.trainer = options.trainer;
    this.buffer = new ReplayBuffer({ capacity: options.bufferCapacity, observationSize });
    this.#returns = new NStepReturns({ steps: options.returnSteps, discount: options.discount });
  }

  /** Updates of the online network so far. */
  get updates(): number {
    return this.trainer.updates;
  }

  /** Takes a step of the environment in. */
  remember(experience: Experience): void {
    const reward = experience.reward * this.#options.rewardScale;
    for (const transition of this.#returns.add({ ...experience, reward })) this.buffer.add(transition);
  }

  /**
   * Updates the online network once, and copies it to the target network when its turn has come.
   *
   * @throws Error if the loss is no longer a finite number
   */
  async learn(): Promise<void> {
    const { trainer, stream, batchSize, updatesPerTargetCopy } = this.#options;
    const {
      loss,
      meanQ = Number.NaN,
      gradientNorm,
    } = await trainer.step({ ...this.buffer.sample(batchSize, stream) });
    if (!Number.isFinite(loss)) {
      throw new Error(`update ${trainer.updates}: the loss is ${loss}; a smaller learning rate may help`);
    }
    if (trainer.updates % updatesPerTargetCopy === 0) trainer.copyParameters('target');
    this.#sums = {
      loss: this.#sums.loss + loss,
      meanQ: this.#sums.meanQ + meanQ,
      gradientNorm: this.#sums.gradientNorm + gradientNorm,
    };
    this.#summed += 1;
  }

  /** Means over the updates since the last call, or `undefined` if there were none. */
  takeMeans(): UpdateMeans | undefined {
    const { loss, meanQ, gradientNorm } = this.#sums;
    const count = this.#summed;
    this.#sums = nothing;
    this.#summed = 0;
    if (count === 0) return undefined;
    return { loss: loss / count, meanQ: meanQ / count, gradientNorm: gradientNorm / count };
  }

  /** Everything but the tensors of trainer and buffer, as plain values. */
  state(): LearnerState {
    return {
      waiting: this.#returns.state(),
      random: this.#options.stream.state(),
      sums: this.#sums,
      summed: this.#summed,
    };
  }

  /** Goes on where `state` was taken. */
  restore({ waiting, random, sums, summed }: LearnerState): void {
    this.#returns.restore(waiting);
    this.#options.stream.restore(random);
    this.#sums = sums;
    this.#summed = summed;
  }
}
