/**
 * Adjusted p-values of a family of tests, each to be compared with the level alone (Holm 1979): in ascending order
 * p_(i) becomes max over j <= i of min(1, (n - j + 1) p_(j)).
 *
 * @returns in the order of `probabilities`
 * @throws RangeError if one is outside [0, 1]
 */
export function holmAdjusted(probabilities: readonly number[]): number[] {
  const wrong = probabilities.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`Holm: a probability must be from 0 to 1, got ${wrong}`);
  const order = probabilities.map((p, index) => ({ p, index })).sort((first, second) => first.p - second.p);
  const adjusted = new Array<number>(probabilities.length);
  let largest = 0;
  for (const [rank, { p, index }] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (probabilities.length - rank) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
