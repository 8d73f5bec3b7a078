/**
 * How unevenly a vector's size is spread over its entries: (sqrt n - |h|_1 / |h|_2) / (sqrt n - 1) (Hoyer 2004,
 * section 3.1). 0 if all entries are equally large, 1 if one alone isn't 0; 0 for a vector of zeros.
 *
 * @throws RangeError if there are fewer than two entries
 */
export function hoyerSparsity(values: ArrayLike<number>): number {
  if (values.length < 2)
    throw new RangeError(`Hoyer sparsity needs two entries or more, got ${values.length}`);
  let absolute = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    absolute += Math.abs(value);
    squares += value * value;
  }
  if (squares === 0) return 0;
  const root = Math.sqrt(values.length);
  return (root - absolute / Math.sqrt(squares)) / (root - 1);
}
