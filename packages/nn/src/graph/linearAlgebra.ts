// Matrix products and two-dimensional convolution (cross-correlation, NCHW).
import type { OperationAttributes, Window2d } from './operationSet.js';
import { printShape, type Shape, sameShape } from './shape.js';
import { operation, type Value } from './value.js';

interface MatmulOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

const product = operation('matmul', 'two', {
  output: ([a, b], { transposeA, transposeB }) => {
    const batch = a.shape.slice(0, -2);
    if (a.shape.length < 2 || b.shape.length < 2 || !sameShape(batch, b.shape.slice(0, -2))) {
      throw new RangeError('needs two matrices, or two stacks of matrices with the same leading axes');
    }
    const [rows, inner] = lastTwo(a.shape, transposeA);
    const [innerB, columns] = lastTwo(b.shape, transposeB);
    if (inner !== innerB) throw new RangeError(`the inner sizes ${inner} and ${innerB} differ`);
    return { shape: [...batch, rows, columns] };
  },
  gradient: ({ inputs: [a, b], attributes: { transposeA, transposeB }, upstream }) => [
    transposeA
      ? matmul(b, upstream, { transposeA: transposeB, transposeB: true })
      : matmul(upstream, b, { transposeB: !transposeB }),
    transposeB
      ? matmul(upstream, a, { transposeA: true, transposeB: transposeA })
      : matmul(a, upstream, { transposeA: !transposeA }),
  ],
});

function lastTwo(shape: Shape, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

/** Product of matrices [M, K] and [K, N], or of stacks of them; either can be read transposed. */
export function matmul(
  a: Value,
  b: Value,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Value {
  return product([a, b], { transposeA, transposeB });
}

const convolution = operation('conv2d', 'two', {
  output: ([x, filter], window) => {
    const [batch, channels, height, width] = fourAxes(x.shape, 'input');
    const [filters, filterChannels, kernelHeight, kernelWidth] = fourAxes(filter.shape, 'filter');
    if (channels !== filterChannels) {
      throw new RangeError(`the filter reads ${filterChannels} channels, the input has ${channels}`);
    }
    return { shape: [batch, filters, ...windowedSize([height, width], [kernelHeight, kernelWidth], window)] };
  },
  gradient: ({ inputs: [x, filter], attributes, upstream }) => [
    conv2dInputGradient([filter, upstream], { ...attributes, inputShape: x.shape }),
    conv2dFilterGradient([x, upstream], { ...attributes, filterShape: filter.shape }),
  ],
});

/** Both gradients are linear in the upstream gradient; they are not differentiated again. */
const conv2dInputGradient = operation('conv2dInputGradient', 'two', {
  output: (_, { inputShape }) => ({ shape: inputShape }),
  gradient: null,
});

const conv2dFilterGradient = operation('conv2dFilterGradient', 'two', {
  output: (_, { filterShape }) => ({ shape: filterShape }),
  gradient: null,
});

/** Convolution of x [B, C, H, W] with filter [F, C, kernelHeight, kernelWidth]. */
export function conv2d(x: Value, filter: Value, window: OperationAttributes['conv2d']): Value {
  return convolution([x, filter], window);
}

/**
 * The four axes of a map or a filter.
 *
 * @throws RangeError if there are more or fewer
 */
export function fourAxes(shape: Shape, what: string): [number, number, number, number] {
  if (shape.length !== 4) throw new RangeError(`the ${what} needs 4 axes, got ${printShape(shape)}`);
  return shape as unknown as [number, number, number, number];
}

/**
 * Height and width of the map that a window sliding over [height, width] produces.
 *
 * @throws RangeError if the padded map is smaller than the window
 */
export function windowedSize(
  size: readonly [number, number],
  kernel: readonly [number, number],
  { strides, padding: [top, left, bottom, right] }: Window2d,
): [number, number] {
  const height = Math.floor((size[0] + top + bottom - kernel[0]) / strides[0]) + 1;
  const width = Math.floor((size[1] + left + right - kernel[1]) / strides[1]) + 1;
  if (height < 1 || width < 1) {
    throw new RangeError(`a ${kernel[0]}x${kernel[1]} window does not fit into a ${size[0]}x${size[1]} map`);
  }
  return [height, width];
}

/** Padding with which the output has ceil(size / stride) rows and columns, the odd one at the end. */
export function samePadding(
  size: readonly [number, number],
  kernel: readonly [number, number],
  strides: readonly [number, number],
): Window2d['padding'] {
  const total = ([0, 1] as const).map((axis) =>
    Math.max(0, (Math.ceil(size[axis] / strides[axis]) - 1) * strides[axis] + kernel[axis] - size[axis]),
  ) as [number, number];
  const before = total.map((amount) => Math.floor(amount / 2)) as [number, number];
  return [before[0], before[1], total[0] - before[0], total[1] - before[1]];
}
