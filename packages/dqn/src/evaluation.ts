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

/** What greedy play is compared with. */
export interface Expectation {
  /** How much a reward counts one step later. */
  readonly discount: number;
  /** Factor on the rewards that the policy's values were learned with. */
  readonly rewardScale: number;
}

/** Greedy play. */
export interface Evaluation {
  readonly episodes: number;
  readonly meanReturn: number;
  /** Unscaled return of each episode. */
  readonly returns: readonly number[];
  /** Mean of the discounted, unscaled returns. What lies beyond a truncation is missing from it. */
  readonly meanDiscountedReturn: number;
  /** Mean value that the policy gave the first action of each episode, in unscaled reward. */
  readonly meanInitialQ: number;
}

/**
 * Plays episodes greedily, all side by side: one forward pass decides the next action of every episode that runs.
 *
 * @throws RangeError if `episodes` is not a positive integer or `seed` not an integer from 0 up
 */
export async function evaluateGreedily(
  environmentId: string,
  { policy, discount, rewardScale }: Expectation & { readonly policy: GreedyPolicy },
  { episodes = 100, seed = 0 }: EvaluationOptions = {},
): Promise<Evaluation> {
  requirePositiveInteger('evaluate', 'episodes', episodes);
  requireSeed('evaluate', seed);
  const starts = randomStream(seed).split('evaluation');
  const lanes = Array.from({ length: episodes }, () => {
    return new Lane(createEnvironment(environmentId), starts.integer(2 ** 31), discount);
  });
  const observations = new Float32Array(episodes * (lanes[0]?.observation.length ?? 0));
  observe(lanes, observations);
  const initialValues = await policy.bestValues(observations);
  while (lanes.some((lane) => lane.isRunning)) {
    const actions = await policy.act(observations);
    lanes.forEach((lane, row) => {
      lane.step(actions[row] as number);
    });
    observe(lanes, observations);
  }
  const returns = lanes.map((lane) => lane.episodeReturn);
  return {
    episodes,
    meanReturn: meanOf(returns),
    returns,
    meanDiscountedReturn: meanOf(lanes.map((lane) => lane.discountedReturn)),
    meanInitialQ: meanOf([...initialValues]) / rewardScale,
  };
}

function observe(lanes: readonly Lane[], observations: Float32Array): void {
  lanes.forEach((lane, row) => {
    observations.set(lane.observation, row * lane.observation.length);
  });
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** One episode among those that run side by side. */
class Lane {
  observation: Float32Array;
  episodeReturn = 0;
  discountedReturn = 0;
  isRunning = true;
  readonly #environment: Environment;
  readonly #discount: number;
  #weight = 1;

  constructor(environment: Environment, seed: number, discount: number) {
    this.#environment = environment;
    this.#discount = discount;
    this.observation = environment.reset(seed).observation;
  }

  /** Takes the action of this index; an episode that is over stays as it is. */
  step(actionIndex: number): void {
    if (!this.isRunning) return;
    const result = this.#environment.step(this.#environment.actionSpace.start + actionIndex);
    this.observation = result.observation;
    this.episodeReturn += result.reward;
    this.discountedReturn += this.#weight * result.reward;
    this.#weight *= this.#discount;
    this.isRunning = !(result.terminated || result.truncated);
  }
}
