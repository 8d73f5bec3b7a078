// What a small number of seeds cannot say, however large the difference looks.

/**
 * How many different multisets n seeds can be redrawn as: C(2n - 1, n). 10 for 3 seeds, 126 for 5, 92,378 for 10.
 * A bootstrap interval can take no more values than that.
 */
export function distinctResamples(seeds: number): number {
  let count = 1;
  for (let drawn = 1; drawn <= seeds; drawn++) count = (count * (seeds - 1 + drawn)) / drawn;
  return Math.round(count);
}

/**
 * The smallest two-sided p that an exact sign-flip test of n paired differences can reach: 2 / 2^n. 0.25 for 3
 * seeds: if the arms were equal, all three differences would still point the same way once in four times.
 */
export function smallestSignFlipProbability(seeds: number): number {
  return 2 / 2 ** seeds;
}
