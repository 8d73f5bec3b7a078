import { ascending } from './ascending.js';
import { mean } from './mean.js';

/**
 * The mean of the middle half: sorted, floor(n / 4) values dropped at each end, the rest averaged
 * (Agarwal et al. 2021, section 4.3). Of 0, 1, ..., 8, 100 it is 4.5.
 *
 * Up to three values nothing is dropped and it is the mean.
 *
 * @throws RangeError if there is no value or one is NaN
 */
export function interquartileMean(values: readonly number[]): number {
  const dropped = Math.floor(values.length / 4);
  return mean(ascending(values).subarray(dropped, values.length - dropped));
}
