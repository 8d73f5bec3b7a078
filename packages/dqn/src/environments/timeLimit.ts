import type { Environment, StepResult } from './environment.js';

/**
 * Cuts episodes off after `maxEpisodeSteps` steps (Gymnasium's `TimeLimit`).
 *
 * `truncated` is true exactly at the step whose number reaches the limit, also when that step terminates: then both
 * flags are true. Everything else passes through.
 *
 * @throws RangeError if `maxEpisodeSteps` is not a positive integer
 */
export function timeLimit(environment: Environment, maxEpisodeSteps: number): Environment {
  if (!Number.isSafeInteger(maxEpisodeSteps) || maxEpisodeSteps < 1) {
    throw new RangeError(`timeLimit: maxEpisodeSteps must be a positive integer, got ${maxEpisodeSteps}`);
  }
  let elapsed = 0;

  const step = (action: number): StepResult => {
    if (elapsed >= maxEpisodeSteps) {
      throw new Error(
        `${environment.id}: step() after the time limit of ${maxEpisodeSteps} steps; call reset() first`,
      );
    }
    const result = environment.step(action);
    elapsed += 1;
    return elapsed === maxEpisodeSteps ? { ...result, truncated: true } : result;
  };

  return {
    id: environment.id,
    observationSpace: environment.observationSpace,
    actionSpace: environment.actionSpace,
    reset: (seed) => {
      elapsed = 0;
      return environment.reset(seed);
    },
    step,
    state: () => environment.state(),
    setState: (state, elapsedSteps = 0) => {
      elapsed = elapsedSteps;
      return environment.setState(state, elapsedSteps);
    },
    render: () => environment.render(),
  };
}
