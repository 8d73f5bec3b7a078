// What every environment refuses, in one wording.
import type { Discrete } from '../spaces/discrete.js';

/**
 * @throws RangeError if `action` is outside the space
 * @throws Error if no episode is running
 */
export function requireStep(
  { id, actionSpace }: { readonly id: string; readonly actionSpace: Discrete },
  action: number,
  isRunning: boolean,
): void {
  if (!actionSpace.contains(action)) {
    throw new RangeError(`${id}: action must be in ${actionSpace}, got ${action}`);
  }
  if (!isRunning) throw new Error(`${id}: step() needs a running episode; call reset() first`);
}

/**
 * @param names - what the numbers of a state are, in order
 * @throws RangeError unless `state` has a finite number for each name
 */
export function requireState(id: string, state: readonly number[], names: readonly string[]): void {
  if (state.length === names.length && state.every(Number.isFinite)) return;
  throw new RangeError(
    `${id}: a state is ${names.length} finite numbers (${names.join(', ')}), got [${state}]`,
  );
}
