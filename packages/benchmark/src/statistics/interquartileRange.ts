import { ascending } from './ascending.js';
import { quantileOfAscending } from './quantile.js';

/**
 * The width of the middle half: quantile(0.75) - quantile(0.25). Of 1, 2, 3, 4 it is 1.5.
 *
 * @throws RangeError if there is no value or one is NaN
 */
export function interquartileRange(values: readonly number[]): number {
  const sorted = ascending(values);
  return quantileOfAscending(sorted, 0.75) - quantileOfAscending(sorted, 0.25);
}
