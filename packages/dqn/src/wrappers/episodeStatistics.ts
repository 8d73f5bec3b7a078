import type { Environment } from '../environments/environment.js';
import { withOwnState, wrapEnvironment } from './wrapEnvironment.js';

/**
 * Adds `episodeReturn`, the sum of the rewards, and `episodeLength`, the number of steps, to the `info` of the step that
 * ends an episode (Gymnasium's `RecordEpisodeStatistics`).
 *
 * They count what this wrapper sees: inside `clipReward` the true rewards, around it the clipped ones; around
 * `timeLimit` truncated episodes too.
 */
export function episodeStatistics(environment: Environment): Environment {
  let episodeReturn = 0;
  let episodeLength = 0;
  return wrapEnvironment(environment, {
    reset: (seed) => {
      episodeReturn = 0;
      episodeLength = 0;
      return environment.reset(seed);
    },
    step: (action) => {
      const result = environment.step(action);
      episodeReturn += result.reward;
      episodeLength += 1;
      if (!(result.terminated || result.truncated)) return result;
      return { ...result, info: { ...result.info, episodeReturn, episodeLength } };
    },
    ...withOwnState(environment, {
      count: 2,
      read: () => [episodeReturn, episodeLength],
      restore: ([sum = 0, steps = 0], observation) => {
        episodeReturn = sum;
        episodeLength = steps;
        return observation;
      },
    }),
  });
}
