// How the checks of an environment complain.
import type { Environment } from './environment.js';

/** @throws Error with the environment's id and the complaint unless the promise `holds` */
export function requirePromise(environment: Environment, holds: boolean, complaint: () => string): void {
  if (!holds) throw new Error(`checkEnvironment "${environment.id}": ${complaint()}`);
}

/** What a call throws; undefined if it returns. */
export function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}
