// Operations that move elements differ only in where each one comes from. A list of offsets says so
// once; `take` follows it forward and `addAt`, the adjoint, carries gradients back.
import { rowMajorStrides, type Shape, sizeOf } from '../../graph/shape.js';

/** Position p of `shape` stands for the element `start` + sum over the axes of p[axis] * strides[axis]. */
export interface Arrangement {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly start?: number;
}

/** Calls `visit` for each position of a shape in row-major order. The array is reused between calls. */
export function forEachPosition(
  shape: Shape,
  visit: (position: readonly number[], flat: number) => void,
): void {
  const position = new Array<number>(shape.length).fill(0);
  const size = sizeOf(shape);
  for (let flat = 0; flat < size; flat++) {
    visit(position, flat);
    advance(position, shape);
  }
}

function advance(position: number[], shape: Shape): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const next = (position[axis] as number) + 1;
    const wraps = next === shape[axis];
    position[axis] = wraps ? 0 : next;
    if (!wraps) return;
  }
}

/** The element that stands at each position, in row-major order of the positions. */
export function offsetsOf({ shape, strides, start = 0 }: Arrangement): Int32Array {
  const offsets = new Int32Array(sizeOf(shape));
  forEachPosition(shape, (position, flat) => {
    offsets[flat] = position.reduce((sum, index, axis) => sum + index * (strides[axis] as number), start);
  });
  return offsets;
}

/** The elements of a tensor of shape `from` as they repeat when it is stretched to the wider shape `to`. */
export function stretchedOffsets(from: Shape, to: Shape): Int32Array {
  const own = rowMajorStrides(from);
  const added = to.length - from.length;
  const strides = to.map((_, axis) => ((from[axis - added] ?? 1) === 1 ? 0 : (own[axis - added] as number)));
  return offsetsOf({ shape: to, strides });
}

/** result[i] = data[offsets[i]] */
export function take(data: Float64Array, offsets: Int32Array): Float64Array {
  return Float64Array.from(offsets, (offset) => data[offset] as number);
}

/** result[offsets[i]] += data[i], from zeros. */
export function addAt(offsets: Int32Array, data: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size);
  offsets.forEach((offset, index) => {
    result[offset] = (result[offset] as number) + (data[index] as number);
  });
  return result;
}
