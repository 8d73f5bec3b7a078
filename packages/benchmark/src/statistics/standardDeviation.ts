import { mean } from './mean.js';

/**
 * The standard deviation of a sample: the sum of squared deviations is divided by n - 1.
 *
 * @returns NaN for a single value, whose spread is unknown
 * @throws RangeError if there is no value
 */
export function standardDeviation(values: readonly number[]): number {
  const center = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return values.length === 1 ? Number.NaN : Math.sqrt(squares / (values.length - 1));
}
