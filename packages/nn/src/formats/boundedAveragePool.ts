import { averagePool2d } from '../graph/maps.js';
import type { Window2d } from '../graph/operationSet.js';
import { sizeOf } from '../graph/shape.js';
import type { Value } from '../graph/value.js';

/** Most elements of the filters or of the map of ones that an average is made with. */
const MOST_ELEMENTS = 2 ** 22;

/**
 * Average pooling as a file asks for it. It is made with ones, one for each element of every window, so that a size that
 * a file claims would take memory; no real network comes near the bound.
 *
 * @throws RangeError if the window or the map is too large
 */
export function boundedAveragePool(
  x: Value,
  window: Window2d & { readonly kernel: readonly [number, number] },
): Value {
  const [, channels = 1, ...map] = x.shape;
  const largest = Math.max(channels * sizeOf(window.kernel), sizeOf(map));
  if (largest > MOST_ELEMENTS) {
    throw new RangeError(`its window or map has ${largest} elements, at most ${MOST_ELEMENTS} are averaged`);
  }
  return averagePool2d(x, window);
}
