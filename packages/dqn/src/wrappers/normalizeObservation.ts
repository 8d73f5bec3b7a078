import type { Environment } from '../environments/environment.js';
import { requirePositive } from '../requirements.js';
import { Box } from '../spaces/box.js';
import { RunningStatistics } from './runningStatistics.js';
import { withOwnState, wrapEnvironment } from './wrapEnvironment.js';

/** Options of `normalizeObservation`. */
export interface NormalizationOptions {
  /**
   * What is known of the observations; default: nothing yet. Pass one object to several environments to share it, or keep
   * it to save and restore it.
   */
  readonly statistics?: RunningStatistics;
  /** The statistics stay as they are, as an evaluation needs it; default false. */
  readonly isFrozen?: boolean;
  /** Added to the variance; default 1e-8 (Gymnasium). */
  readonly epsilon?: number;
}

/**
 * Shifts and scales every element of an observation to mean 0 and variance 1 over all observations seen so far, this one
 * included (Gymnasium's `NormalizeObservation`): (x - mean) / sqrt(variance + epsilon).
 *
 * The statistics outlive episodes: only with frozen ones does the same seed give the same observations again. Not
 * frozen, they are part of `state()`, so that a resumed training normalizes as an unbroken one.
 *
 * @example
 * const statistics = new RunningStatistics(4);
 * const training = normalizeObservation(createEnvironment('CartPole-v1'), { statistics });
 * const evaluation = normalizeObservation(createEnvironment('CartPole-v1'), { statistics, isFrozen: true });
 *
 * @throws RangeError if the statistics have another size than an observation, or `epsilon` is not positive
 */
export function normalizeObservation(
  environment: Environment,
  options: NormalizationOptions = {},
): Environment {
  const { low, shape } = environment.observationSpace;
  const { statistics = new RunningStatistics(low.length), isFrozen = false, epsilon = 1e-8 } = options;
  requirePositive('normalizeObservation', 'epsilon', epsilon);
  if (statistics.size !== low.length) {
    throw new RangeError(
      `normalizeObservation: statistics must have ${low.length} elements for ${environment.id}, got ${statistics.size}`,
    );
  }
  const see = (observation: Float32Array): Float32Array => {
    if (!isFrozen) statistics.add(observation);
    return statistics.normalize(observation, epsilon);
  };
  return wrapEnvironment(environment, {
    observationSpace: new Box({
      low: new Float32Array(low.length).fill(-Infinity),
      high: new Float32Array(low.length).fill(Infinity),
      shape,
    }),
    reset: (seed) => {
      const { observation, info } = environment.reset(seed);
      return { observation: see(observation), info };
    },
    step: (action) => {
      const result = environment.step(action);
      return { ...result, observation: see(result.observation) };
    },
    ...withOwnState(environment, {
      count: isFrozen ? 0 : 1 + 2 * low.length,
      read: () => (isFrozen ? [] : statistics.state()),
      restore: (own, observation) => {
        if (!isFrozen) statistics.restore(own);
        return statistics.normalize(observation, epsilon);
      },
    }),
  });
}
