import { ascending } from './ascending.js';
import { mean } from './mean.js';
import { quantileOfAscending } from './quantile.js';

/**
 * The mean of one tail, conditional value at risk (Chan et al. 2020). Lower tail: the values <= quantile(alpha),
 * where low is bad, such as final scores over seeds. Upper tail: the values >= quantile(1 - alpha), where high is
 * bad, such as drawdowns. Ties with the quantile belong to the tail.
 *
 * @param alpha - size of the tail, in (0, 1]; 1 gives the mean
 * @throws RangeError if there is no value, one is NaN, or alpha is outside (0, 1]
 */
export function conditionalValueAtRisk(
  values: readonly number[],
  { alpha, tail }: { readonly alpha: number; readonly tail: 'lower' | 'upper' },
): number {
  if (!(alpha > 0 && alpha <= 1)) {
    throw new RangeError(`conditional value at risk: alpha must be above 0 and at most 1, got ${alpha}`);
  }
  const sorted = ascending(values);
  if (tail === 'lower') {
    const bound = quantileOfAscending(sorted, alpha);
    return mean(sorted.filter((value) => value <= bound));
  }
  const bound = quantileOfAscending(sorted, 1 - alpha);
  return mean(sorted.filter((value) => value >= bound));
}
