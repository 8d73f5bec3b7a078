import { randomStream } from '@rectify/nn/random';
import type { Environment } from './environments/environment.js';
import { createEnvironment } from './environments/registry.js';
import type { GreedyPolicy } from './greedyPolicy.js';
import { requirePositiveInteger, requireSeed } from './requirements.js';

/** Which episodes to play. */
export interface EvaluationOptions {
  /** How many; default 100. */
  readonly episodes?: number;
  /** Decides the start of every episode; default 0. */
  readonly seed?: number;
}

/** Greedy play. */
export interface Evaluation {
  readonly episodes: number;
  readonly meanReturn: number;
  /** Unscaled return of each episode. */
  readonly returns: readonly number[];
}

/**
 * Plays episodes greedily, all side by side: one forward pass decides the next action of every episode that runs.
 *
 * @throws RangeError if `episodes` is not a positive integer or `seed` not an integer from 0 up
 */
export async function evaluateGreedily(
  environmentId: string,
  policy: GreedyPolicy,
  { episodes = 100, seed = 0 }: EvaluationOptions = {},
): Promise<Evaluation> {
  requirePositiveInteger('evaluate', 'episodes', episodes);
  requireSeed('evaluate', seed);
  const starts = randomStream(seed).split('evaluation');
  const lanes = Array.from({ length: episodes }, () => new Lane(environmentId, starts.integer(2 ** 31)));
  const size = lanes[0]?.observation.length ?? 0;
  const observations = new Float32Array(episodes * size);
  while (lanes.some((lane) => lane.isRunning)) {
    lanes.forEach((lane, row) => {
      observations.set(lane.observation, row * size);
    });
    const actions = await policy.act(observations);
    lanes.forEach((lane, row) => {
      lane.step(actions[row] as number);
    });
  }
  const returns = lanes.map((lane) => lane.episodeReturn);
  return { episodes, meanReturn: returns.reduce((sum, value) => sum + value, 0) / episodes, returns };
}

/** One episode among those that run side by side. */
class Lane {
  observation: Float32Array;
  episodeReturn = 0;
  isRunning = true;
  readonly #environment: Environment;

  constructor(environmentId: string, seed: number) {
    this.#environment = createEnvironment(environmentId);
    this.observation = this.#environment.reset(seed).observation;
  }

  /** Takes the action of this index; an episode that is over stays as it is. */
  step(actionIndex: number): void {
    if (!this.isRunning) return;
    const result = this.#environment.step(this.#environment.actionSpace.start + actionIndex);
    this.observation = result.observation;
    this.episodeReturn += result.reward;
    this.isRunning = !(result.terminated || result.truncated);
  }
}
