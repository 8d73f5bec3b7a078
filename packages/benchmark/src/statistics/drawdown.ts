/**
 * How far each value lies below the best one so far: D_k = max over j <= k of R_j - R_k, never negative
 * (Chan et al. 2020). Of 0, 3, 1, 4, 2 it is 0, 0, 2, 0, 2.
 */
export function drawdown(values: readonly number[]): number[] {
  let best = Number.NEGATIVE_INFINITY;
  return values.map((value) => {
    best = Math.max(best, value);
    return best - value;
  });
}
