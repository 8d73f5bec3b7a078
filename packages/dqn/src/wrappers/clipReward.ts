import type { Environment } from '../environments/environment.js';
import { wrapEnvironment } from './wrapEnvironment.js';

/** Bounds of `clipReward`. */
export interface RewardBounds {
  /** Default -1. */
  readonly low?: number;
  /** Default 1. */
  readonly high?: number;
}

/**
 * Moves every reward into low .. high, by default -1 .. 1 as Mnih et al. 2015 do for all games.
 *
 * The returns that are reported then are those of the clipped rewards: `episodeStatistics` within sees the true ones.
 *
 * @throws RangeError unless both bounds are finite and `low` is below `high`
 */
export function clipReward(environment: Environment, { low = -1, high = 1 }: RewardBounds = {}): Environment {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new RangeError(`clipReward: low must be below high, both finite, got ${low} and ${high}`);
  }
  return wrapEnvironment(environment, {
    step: (action) => {
      const result = environment.step(action);
      return { ...result, reward: Math.min(Math.max(result.reward, low), high) };
    },
  });
}
