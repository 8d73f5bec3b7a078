// Sums and maxima over axes. A reduction is the adjoint of stretching: every element of x goes to the
// place of the result that would be repeated over it.
import { sizeOf } from '../../graph/shape.js';
import { addAt, stretchedOffsets } from './arrangement.js';
import type { Rows } from './row.js';

/** Reductions; the reduced axes stay with size 1. */
export const reductions = {
  reduceSum: ({ shape }, x) => addAt(stretchedOffsets(shape, x.shape), x.data, sizeOf(shape)),
  reduceMax: ({ shape }, x) => {
    const largest = new Float64Array(sizeOf(shape)).fill(Number.NEGATIVE_INFINITY);
    const places = stretchedOffsets(shape, x.shape);
    x.data.forEach((element, index) => {
      const place = places[index] as number;
      largest[place] = Math.max(largest[place] as number, element);
    });
    return largest;
  },
} satisfies Partial<Rows>;
