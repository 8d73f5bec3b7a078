// Comparing, choosing and counting. A mask holds 0 and 1.
import { rowMajorStrides } from '../../graph/shape.js';
import { offsetsOf } from './arrangement.js';
import { binary, stretch } from './elementwise.js';
import type { Rows } from './row.js';

/** Masks, indices and what they select. */
export const choice = {
  greater: binary((a, b) => (a > b ? 1 : 0)),
  equal: binary((a, b) => (a === b ? 1 : 0)),
  where: ({ shape }, condition, a, b) => {
    const [chosen, other] = [stretch(a, shape), stretch(b, shape)];
    return stretch(condition, shape).map((holds, index) => (holds ? chosen : other)[index] as number);
  },
  argMax: ({ attributes: { axis }, shape }, x) => {
    const strides = rowMajorStrides(x.shape);
    const [size, step] = [x.shape[axis] as number, strides[axis] as number];
    const starts = offsetsOf({ shape, strides: strides.toSpliced(axis, 1) });
    return Float64Array.from(starts, (start) => {
      let first = 0;
      for (let index = 1; index < size; index++) {
        const [element, largest] = [x.data[start + index * step], x.data[start + first * step]];
        if ((element as number) > (largest as number)) first = index;
      }
      return first;
    });
  },
  oneHot: ({ attributes: { depth } }, index) => {
    const hot = new Float64Array(index.data.length * depth);
    index.data.forEach((position, row) => {
      if (position >= 0 && position < depth) hot[row * depth + position] = 1;
    });
    return hot;
  },
  toFloat: (_, x) => x.data,
  stopGradient: (_, x) => x.data,
} satisfies Partial<Rows>;
