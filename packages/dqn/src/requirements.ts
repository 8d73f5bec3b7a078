// Checks of what a user passes in; each error says where, the rule and what came.

/** @throws RangeError unless `value` is an integer from 1 up */
export function requirePositiveInteger(where: string, name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new RangeError(`${where}: ${name} must be a positive integer, got ${value}`);
}

/** @throws RangeError unless `value` is a finite number above 0 */
export function requirePositive(where: string, name: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw new RangeError(`${where}: ${name} must be a positive finite number, got ${value}`);
}

/** @throws RangeError unless `value` is a finite number from 0 up */
export function requireNotNegative(where: string, name: string, value: number): void {
  if (value >= 0 && value < Infinity) return;
  throw new RangeError(`${where}: ${name} must be a finite number from 0 up, got ${value}`);
}

/** @throws RangeError unless `value` lies between 0 and 1, both included */
export function requireShare(where: string, name: string, value: number): void {
  if (value >= 0 && value <= 1) return;
  throw new RangeError(`${where}: ${name} must be a number from 0 to 1, got ${value}`);
}

/** @throws RangeError unless `seed` is a seed: an integer from 0 up */
export function requireSeed(where: string, seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new RangeError(`${where}: seed must be an integer from 0 to 2^53 - 1, got ${seed}`);
}

/** @throws RangeError unless `value` is an integer from 0 up */
export function requireCountOrNone(where: string, name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new RangeError(`${where}: ${name} must be an integer from 0 up, got ${value}`);
}

/** @throws RangeError unless `value` is true or false */
export function requireSwitch(where: string, name: string, value: boolean): void {
  if (typeof value === 'boolean') return;
  throw new RangeError(`${where}: ${name} must be true or false, got ${String(value)}`);
}
