import type { Environment } from '../environments/environment.js';

/** What a wrapper answers itself; everything else passes through. */
export type EnvironmentChanges = Partial<Omit<Environment, 'id'>>;

/**
 * An environment that differs from another one in `changes` only: what every wrapper here is made with.
 *
 * A wrapper that remembers something puts it into the state, after the numbers of the environment within, so that a
 * checkpoint of the outermost environment is one of all: see `withOwnState`.
 *
 * @example
 * const slippery = (environment: Environment): Environment =>
 *   wrapEnvironment(environment, { step: (action) => environment.step(action === 0 ? 1 : 0) });
 */
export function wrapEnvironment(environment: Environment, changes: EnvironmentChanges): Environment {
  return {
    id: environment.id,
    observationSpace: environment.observationSpace,
    actionSpace: environment.actionSpace,
    reset: (seed) => environment.reset(seed),
    step: (action) => environment.step(action),
    state: () => environment.state(),
    setState: (state, elapsedSteps) => environment.setState(state, elapsedSteps),
    render: () => environment.render(),
    ...changes,
  };
}

/** What a wrapper remembers, as a fixed count of numbers. */
export interface OwnState {
  readonly count: number;
  readonly read: () => readonly number[];
  /**
   * @param observation - what the environment within returned for its part of the state
   * @returns the wrapper's observation of the restored state
   */
  readonly restore: (own: readonly number[], observation: Float32Array) => Float32Array;
}

/** `state` and `setState` of a wrapper that adds its own numbers behind those of the environment within. */
export function withOwnState(
  environment: Environment,
  { count, read, restore }: OwnState,
): Pick<Environment, 'state' | 'setState'> {
  return {
    state: () => [...environment.state(), ...read()],
    setState: (state, elapsedSteps) => {
      const inner = Math.max(0, state.length - count);
      const own = state.slice(inner);
      if (own.length < count || !own.every(Number.isFinite)) {
        throw new RangeError(
          `${environment.id}: a state must end with the ${count} finite numbers of its wrapper, got [${state}]`,
        );
      }
      return restore(own, environment.setState(state.slice(0, inner), elapsedSteps));
    },
  };
}
