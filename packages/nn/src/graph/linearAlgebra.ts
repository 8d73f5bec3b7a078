// Matrix products and two-dimensional convolution (cross-correlation, NCHW).
import type { GroupedWindow2d, OperationAttributes, Window2d } from './operationSet.js';
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

/** The shape of a convolution's output. */
function convolvedShape(x: Shape, filter: Shape, window: GroupedWindow2d): Shape {
  const [batch, channels, height, width] = fourAxes(x, 'input');
  const [filters, filterChannels, kernelHeight, kernelWidth] = fourAxes(filter, 'filter');
  const { groups } = window;
  if (channels !== filterChannels * groups) {
    const parts = groups === 1 ? '' : ` in each of ${groups} groups`;
    throw new RangeError(`the filter reads ${filterChannels} channels${parts}, the input has ${channels}`);
  }
  if (filters % groups !== 0) throw new RangeError(`${filters} filters do not divide into ${groups} groups`);
  return [batch, filters, ...windowedSize([height, width], [kernelHeight, kernelWidth], window)];
}

const convolution = operation('conv2d', 'two', {
  output: ([x, filter], window) => ({ shape: convolvedShape(x.shape, filter.shape, window) }),
  gradient: ({ inputs: [x, filter], attributes, upstream }) => [
    conv2dTranspose(upstream, filter, { ...attributes, inputShape: x.shape }),
    conv2dFilter(x, upstream, { ...attributes, filterShape: filter.shape }),
  ],
});

// A convolution is linear in both inputs, so its two gradients are too, and each one's gradients are the other operations.
const inputGradient = operation('conv2dInputGradient', 'two', {
  output: ([filter, x], { inputShape, ...window }) => {
    const expected = convolvedShape(inputShape, filter.shape, window);
    if (!sameShape(x.shape, expected)) {
      throw new RangeError(
        `a convolution of ${printShape(inputShape)} makes ${printShape(expected)}, got ${printShape(x.shape)}`,
      );
    }
    return { shape: inputShape };
  },
  gradient: ({ inputs: [filter, map], attributes: { inputShape: _, ...window }, upstream }) => [
    conv2dFilter(upstream, map, { ...window, filterShape: filter.shape }),
    conv2d(upstream, filter, window),
  ],
});

const filterGradient = operation('conv2dFilterGradient', 'two', {
  output: (_, { filterShape }) => ({ shape: filterShape }),
  gradient: ({ inputs: [x, map], attributes: { filterShape: _, ...window }, upstream }) => [
    conv2dTranspose(map, upstream, { ...window, inputShape: x.shape }),
    conv2d(x, upstream, window),
  ],
});

/** The gradient of a convolution with respect to its filter, of shape `filterShape`. */
function conv2dFilter(
  x: Value,
  upstream: Value,
  attributes: OperationAttributes['conv2dFilterGradient'],
): Value {
  return filterGradient([x, upstream], attributes);
}

/** How a filter moves over a map; `groups` is 1 by default. */
export type ConvolutionOptions = Window2d & { readonly groups?: number };

/**
 * Convolution of x [B, C, H, W] with filter [F, C / groups, kernelHeight, kernelWidth]. Filter f sees the channels of its
 * own group, floor(f groups / F), only.
 */
export function conv2d(x: Value, filter: Value, { groups = 1, ...window }: ConvolutionOptions): Value {
  return convolution([x, filter], { ...window, groups });
}

/**
 * The adjoint of `conv2d`, [B, F, H', W'] to `inputShape` [B, C, H, W]: every element of x adds its multiple of the filter
 * [F, C / groups, kernelHeight, kernelWidth] to the window that a convolution would have made it from.
 *
 * @throws ShapeError if a convolution of `inputShape` does not have the shape of x
 */
export function conv2dTranspose(
  x: Value,
  filter: Value,
  { groups = 1, inputShape, ...window }: ConvolutionOptions & { readonly inputShape: Shape },
): Value {
  return inputGradient([filter, x], { ...window, groups, inputShape });
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
