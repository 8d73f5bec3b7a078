import { ascending } from './ascending.js';

/**
 * The value below which a share of the values lies, by linear interpolation between order statistics:
 * position (n - 1) * probability, counted from 0 (definition 7 of Hyndman and Fan 1996).
 *
 * @param probability - from 0 (the minimum) to 1 (the maximum)
 * @throws RangeError if there is no value, one is NaN, or the probability is outside [0, 1]
 */
export function quantile(values: readonly number[], probability: number): number {
  return quantileOfAscending(ascending(values), probability);
}

/** The middle value, or the mean of the two in the middle: the quantile at 1/2. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** As `quantile`, of values that are sorted already: several quantiles of a long list cost one sort. */
export function quantileOfAscending(sorted: ArrayLike<number>, probability: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`a quantile's probability must be from 0 to 1, got ${probability}`);
  }
  const position = (sorted.length - 1) * probability;
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  // Equal neighbours are returned as they are: infinities would give Infinity - Infinity.
  return below === above ? below : below + (above - below) * (position - Math.floor(position));
}
