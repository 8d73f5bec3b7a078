// Moving elements without computing.
import type { OperationAttributes } from '../../graph/operationSet.js';
import { rowMajorStrides, type Shape, sizeOf } from '../../graph/shape.js';
import { addAt, forEachPosition, offsetsOf, take } from './arrangement.js';
import { stretch } from './elementwise.js';
import type { Rows, Tensor } from './row.js';

/** Movement of elements, and the adjoints that move gradients back. */
export const movement = {
  reshape: (_, x) => x.data,
  broadcastTo: ({ shape }, x) => stretch(x, shape),
  transpose: ({ attributes: { permutation }, shape }, x) => {
    const own = rowMajorStrides(x.shape);
    return take(x.data, offsetsOf({ shape, strides: permutation.map((axis) => own[axis] as number) }));
  },
  concat: ({ attributes: { axis }, shape }, ...inputs) => {
    const joined = new Float64Array(sizeOf(shape));
    const strides = rowMajorStrides(shape);
    let start = 0;
    for (const input of inputs) {
      put(joined, input.data, offsetsOf({ shape: input.shape, strides, start }));
      start += (input.shape[axis] as number) * (strides[axis] as number);
    }
    return joined;
  },
  slice: ({ attributes, shape }, x) => take(x.data, rangeOffsets(x.shape, shape, attributes)),
  unslice: ({ attributes, shape }, x) =>
    addAt(rangeOffsets(shape, x.shape, attributes), x.data, sizeOf(shape)),
  pad: ({ attributes: { before, value }, shape }, x) => {
    const strides = rowMajorStrides(shape);
    const start = before.reduce((sum, amount, axis) => sum + amount * (strides[axis] as number), 0);
    const surrounded = new Float64Array(sizeOf(shape)).fill(value);
    put(surrounded, x.data, offsetsOf({ shape: x.shape, strides, start }));
    return surrounded;
  },
  gather: ({ attributes: { axis } }, x, index) => take(x.data, indexedOffsets(x.shape, index, axis)),
  scatterAdd: ({ attributes: { axis }, shape }, x, index) =>
    addAt(indexedOffsets(shape, index, axis), x.data, sizeOf(shape)),
} satisfies Partial<Rows>;

/** target[offsets[i]] = data[i] */
function put(target: Float64Array, data: Float64Array, offsets: Int32Array): void {
  offsets.forEach((offset, index) => {
    target[offset] = data[index] as number;
  });
}

/** The elements of a tensor of shape `whole` that ranges of every axis select; they have the shape `part`. */
function rangeOffsets(
  whole: Shape,
  part: Shape,
  { starts, steps }: Pick<OperationAttributes['slice'], 'starts' | 'steps'>,
): Int32Array {
  const own = rowMajorStrides(whole);
  return offsetsOf({
    shape: part,
    strides: own.map((stride, axis) => stride * (steps[axis] as number)),
    start: own.reduce((sum, stride, axis) => sum + stride * (starts[axis] as number), 0),
  });
}

/** The elements of a tensor of shape `whole` at the positions of `index`, whose content replaces one axis. */
function indexedOffsets(whole: Shape, index: Tensor, axis: number): Int32Array {
  const own = rowMajorStrides(whole);
  const size = whole[axis] as number;
  const offsets = new Int32Array(index.data.length);
  forEachPosition(index.shape, (position, flat) => {
    const chosen = index.data[flat] as number;
    if (chosen < 0 || chosen >= size) {
      throw new RangeError(`index must be from 0 to ${size - 1} on axis ${axis}, got ${chosen}`);
    }
    offsets[flat] = position.reduce(
      (sum, place, other) => sum + (other === axis ? chosen : place) * (own[other] as number),
      0,
    );
  });
  return offsets;
}
