// Moving elements without computing: each operation beside its adjoint, which moves gradients back.
import { broadcastShapes, normalizeAxis, printShape, type Shape, sameShape, sizeOf } from './shape.js';
import { operation, type Value } from './value.js';

const reshaped = operation('reshape', 'one', {
  takesAnyType: true,
  output: ([x], { shape }) => {
    if (sizeOf(shape) !== sizeOf(x.shape)) {
      throw new RangeError(
        `${printShape(shape)} has ${sizeOf(shape)} elements, the input ${sizeOf(x.shape)}`,
      );
    }
    return { shape, dataType: x.dataType };
  },
  gradient: ({ inputs: [x], upstream }) => [reshape(upstream, x.shape)],
});

/** The same elements in row-major order under another shape. */
export function reshape(x: Value, shape: Shape): Value {
  return sameShape(x.shape, shape) ? x : reshaped([x], { shape });
}

const stretched = operation('broadcastTo', 'one', {
  takesAnyType: true,
  output: ([x], { shape }) => {
    const common = broadcastShapes(x.shape, shape);
    if (common === null || !sameShape(common, shape))
      throw new RangeError(`cannot stretch to ${printShape(shape)}`);
    return { shape, dataType: x.dataType };
  },
  gradient: ({ upstream }) => [upstream],
});

/** Repeats axes of size 1 until the shape is reached. */
export function broadcastTo(x: Value, shape: Shape): Value {
  return sameShape(x.shape, shape) ? x : stretched([x], { shape });
}

const permuted = operation('transpose', 'one', {
  takesAnyType: true,
  output: ([x], { permutation }) => {
    if (permutation.toSorted((a, b) => a - b).join() !== [...x.shape.keys()].join()) {
      throw new RangeError(`[${permutation}] is not a permutation of the ${x.shape.length} axes`);
    }
    return { shape: permutation.map((axis) => x.shape[axis] as number), dataType: x.dataType };
  },
  gradient: ({ attributes: { permutation }, upstream }) => [
    transpose(
      upstream,
      permutation.map((_, axis) => permutation.indexOf(axis)),
    ),
  ],
});

/** Axis i of the result is axis permutation[i] of x. */
export function transpose(x: Value, permutation: readonly number[]): Value {
  return permuted([x], { permutation });
}

const joined = operation('concat', 'many', {
  takesAnyType: true,
  output: (inputs, { axis }) => {
    const [first] = inputs;
    const fits = inputs.every(({ shape }) => sameShape(shape.with(axis, 0), first.shape.with(axis, 0)));
    if (!fits) throw new RangeError(`shapes may differ along axis ${axis} only`);
    const total = inputs.reduce((sum, { shape }) => sum + (shape[axis] as number), 0);
    return { shape: first.shape.with(axis, total), dataType: first.dataType };
  },
  gradient: ({ inputs, attributes: { axis }, upstream }) => {
    let start = 0;
    return inputs.map(({ shape }) => {
      const begin = start;
      start += shape[axis] as number;
      return sliceAxis(upstream, axis, begin, start);
    });
  },
});

/** Joins values along an axis. */
export function concat(values: readonly Value[], axis: number): Value {
  const [first, ...rest] = values;
  if (first === undefined) throw new RangeError('concat: needs at least one value');
  return rest.length === 0
    ? first
    : joined([first, ...rest], { axis: normalizeAxis('concat', axis, first.shape.length) });
}

/** Which elements a slice takes along one axis: from `start` up to but not `end`, every `step`-th. */
export interface SliceRange {
  readonly start: number;
  readonly end: number;
  readonly step?: number;
}

const cut = operation('slice', 'one', {
  takesAnyType: true,
  output: ([x], { starts, ends, steps }) => ({
    shape: x.shape.map((size, axis) => {
      const [start, end, step] = [starts[axis] as number, ends[axis] as number, steps[axis] as number];
      if (!(start >= 0 && start < end && end <= size && step >= 1)) {
        throw new RangeError(`axis ${axis} has ${size} elements, cannot take ${start} to ${end} by ${step}`);
      }
      return Math.ceil((end - start) / step);
    }),
    dataType: x.dataType,
  }),
  gradient: ({ inputs: [x], attributes: { starts, steps }, upstream }) => [
    placed([upstream], { starts, steps, shape: x.shape }),
  ],
});

const placed = operation('unslice', 'one', {
  output: (_, { shape }) => ({ shape }),
  gradient: ({ inputs: [x], attributes: { starts, steps }, upstream }) => {
    const ranges = x.shape.map((size, axis) => {
      const [start, step] = [starts[axis] as number, steps[axis] as number];
      return { start, end: start + (size - 1) * step + 1, step };
    });
    return [slice(upstream, ranges)];
  },
});

/** Takes a range of every axis. */
export function slice(x: Value, ranges: readonly SliceRange[]): Value {
  return cut([x], {
    starts: ranges.map(({ start }) => start),
    ends: ranges.map(({ end }) => end),
    steps: ranges.map(({ step = 1 }) => step),
  });
}

/** Takes [start, end) of one axis and everything of the others. */
export function sliceAxis(x: Value, axis: number, start: number, end: number): Value {
  return slice(
    x,
    x.shape.map((size, index) => (index === axis ? { start, end } : { start: 0, end: size })),
  );
}

const padded = operation('pad', 'one', {
  takesAnyType: true,
  output: ([x], { before, after }) => ({
    shape: x.shape.map((size, axis) => size + (before[axis] as number) + (after[axis] as number)),
    dataType: x.dataType,
  }),
  gradient: ({ inputs: [x], attributes: { before }, upstream }) => [
    slice(
      upstream,
      x.shape.map((size, axis) => ({ start: before[axis] as number, end: (before[axis] as number) + size })),
    ),
  ],
});

/** Surrounds x with `value`: before[i] elements ahead of axis i and after[i] behind it. */
export function pad(x: Value, before: readonly number[], after: readonly number[], value = 0): Value {
  return padded([x], { before, after, value });
}

const gathered = operation('gather', 'two', {
  takesAnyType: true,
  output: ([x, index], { axis }) => {
    const fits = index.shape.every((size, other) => other === axis || size <= (x.shape[other] ?? 0));
    if (!fits || index.shape.length !== x.shape.length) {
      throw new RangeError(`the index needs the axes of the input; only axis ${axis} may be longer`);
    }
    return { shape: index.shape, dataType: x.dataType };
  },
  gradient: ({ inputs: [x, index], attributes: { axis }, upstream }) => [
    scattered([upstream, index], { axis, shape: x.shape }),
    null,
  ],
});

const scattered = operation('scatterAdd', 'two', {
  takesAnyType: true,
  output: (_, { shape }) => ({ shape }),
  gradient: ({ inputs: [, index], attributes: { axis }, upstream }) => [gather(upstream, index, axis), null],
});

/** result[i][j] = x[index[i][j]][j] for axis 0, and accordingly for others; index has the rank of x. */
export function gather(x: Value, index: Value, axis: number): Value {
  return gathered([x, index], { axis: normalizeAxis('gather', axis, x.shape.length) });
}
