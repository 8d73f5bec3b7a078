import type { Environment } from '../environments/environment.js';
import { requirePositiveInteger } from '../requirements.js';
import { wrapEnvironment } from './wrapEnvironment.js';

/**
 * Cuts episodes off after `maxEpisodeSteps` steps (Gymnasium's `TimeLimit`).
 *
 * `truncated` is true exactly at the step whose number reaches the limit, also when that step terminates: then both
 * flags are true. Everything else passes through.
 *
 * @throws RangeError if `maxEpisodeSteps` is not a positive integer
 */
export function timeLimit(environment: Environment, maxEpisodeSteps: number): Environment {
  requirePositiveInteger('timeLimit', 'maxEpisodeSteps', maxEpisodeSteps);
  let elapsed = 0;
  return wrapEnvironment(environment, {
    reset: (seed) => {
      elapsed = 0;
      return environment.reset(seed);
    },
    step: (action) => {
      if (elapsed >= maxEpisodeSteps) {
        throw new Error(
          `${environment.id}: step() after the time limit of ${maxEpisodeSteps} steps; call reset() first`,
        );
      }
      const result = environment.step(action);
      elapsed += 1;
      return elapsed === maxEpisodeSteps ? { ...result, truncated: true } : result;
    },
    // How many steps an episode has is the caller's to say: it is no number of the state, which a time limit leaves as it is.
    setState: (state, elapsedSteps = 0) => {
      elapsed = elapsedSteps;
      return environment.setState(state, elapsedSteps);
    },
  });
}
