// The closed set of operations and what each one needs besides its inputs. An engine has one row
// for each of them; the type checker refuses a missing row.
import type { Shape } from './shape.js';

/** Element types: numbers are `float32`, indices `int32`, image bytes `uint8`, masks `bool`. */
export type DataType = 'float32' | 'int32' | 'uint8' | 'bool';

/** Stride and zero padding of a two-dimensional window, each as [vertical, horizontal]. */
export interface Window2d {
  readonly strides: readonly [number, number];
  /** Rows and columns of padding: [top, left, bottom, right]. */
  readonly padding: readonly [number, number, number, number];
}

/** A window that slides over `groups` equal parts of the channels, each with filters of its own; 1 for all channels. */
export interface GroupedWindow2d extends Window2d {
  readonly groups: number;
}

type None = Record<never, never>;
type Axes = { readonly axes: readonly number[] };

/** Attributes by operation. */
export interface OperationAttributes {
  // leaves
  readonly input: { readonly name: string };
  readonly variable: { readonly name: string };
  readonly constant: { readonly data: ArrayLike<number> };
  // arithmetic
  readonly add: None;
  readonly sub: None;
  readonly mul: None;
  readonly div: None;
  readonly maximum: None;
  readonly minimum: None;
  readonly neg: None;
  readonly abs: None;
  readonly sign: None;
  readonly exp: None;
  readonly log: None;
  readonly sqrt: None;
  readonly atan: None;
  readonly erf: None;
  readonly power: { readonly exponent: number };
  readonly clamp: { readonly low: number; readonly high: number };
  // activations
  readonly relu: None;
  readonly leakyRelu: { readonly negativeSlope: number };
  readonly prelu: None;
  readonly elu: { readonly alpha: number };
  readonly sigmoid: None;
  readonly tanh: None;
  readonly softplus: None;
  // choice
  readonly greater: None;
  readonly equal: None;
  readonly where: None;
  readonly argMax: { readonly axis: number };
  readonly oneHot: { readonly depth: number };
  readonly toFloat: None;
  readonly stopGradient: None;
  // linear algebra
  readonly matmul: { readonly transposeA: boolean; readonly transposeB: boolean };
  readonly conv2d: GroupedWindow2d;
  readonly conv2dInputGradient: GroupedWindow2d & { readonly inputShape: Shape };
  readonly conv2dFilterGradient: GroupedWindow2d & { readonly filterShape: Shape };
  // reductions
  readonly reduceSum: Axes;
  readonly reduceMax: Axes;
  // movement
  readonly reshape: { readonly shape: Shape };
  readonly broadcastTo: { readonly shape: Shape };
  readonly transpose: { readonly permutation: readonly number[] };
  readonly concat: { readonly axis: number };
  readonly slice: {
    readonly starts: readonly number[];
    readonly ends: readonly number[];
    readonly steps: readonly number[];
  };
  /** The adjoint of `slice`: puts the input at the places it was taken from, zeros elsewhere. */
  readonly unslice: {
    readonly starts: readonly number[];
    readonly steps: readonly number[];
    readonly shape: Shape;
  };
  readonly pad: {
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly value: number;
  };
  readonly gather: { readonly axis: number };
  readonly scatterAdd: { readonly axis: number; readonly shape: Shape };
  // maps
  readonly maxPool2d: Window2d & { readonly kernel: readonly [number, number] };
  readonly maxPool2dGradient: Window2d & { readonly kernel: readonly [number, number] };
  readonly upsampleNearest: { readonly scale: number };
  readonly channelAffine: None;
  readonly batchNorm: { readonly epsilon: number; readonly statistics: 'batch' | 'fixed' };
}

/** Name of an operation. */
export type OperationName = keyof OperationAttributes;
