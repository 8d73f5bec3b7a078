/**
 * A sorted copy of the values, smallest first.
 *
 * @throws RangeError if there is no value, or if one is NaN: it has no place in an order
 */
export function ascending(values: readonly number[]): Float64Array {
  if (values.length === 0) throw new RangeError('a statistic needs at least one value, got none');
  const nan = values.findIndex(Number.isNaN);
  if (nan >= 0) throw new RangeError(`a statistic needs numbers, got NaN at position ${nan}`);
  return Float64Array.from(values).sort();
}
