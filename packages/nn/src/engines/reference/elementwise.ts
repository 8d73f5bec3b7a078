// Arithmetic and activations, element by element, with broadcasting.
import { erf } from '@rectify/activations';
import { type Shape, sameShape } from '../../graph/shape.js';
import { stretchedOffsets, take } from './arrangement.js';
import type { Rows, Site, Tensor } from './row.js';

type AnySite = Pick<Site<'add'>, 'shape'>;

/** The elements of x, repeated to fill `shape`. */
export function stretch(x: Tensor, shape: Shape): Float64Array {
  return sameShape(x.shape, shape) ? x.data : take(x.data, stretchedOffsets(x.shape, shape));
}

function unary(f: (x: number) => number) {
  return (_: AnySite, x: Tensor): Float64Array => x.data.map(f);
}

/** A row that applies a function of two numbers to aligned elements. */
export function binary(f: (a: number, b: number) => number) {
  return ({ shape }: AnySite, a: Tensor, b: Tensor): Float64Array => {
    const right = stretch(b, shape);
    return stretch(a, shape).map((left, index) => f(left, right[index] as number));
  };
}

/** x for x > 0, otherwise slope * x, where a slope of 0 makes even -Infinity 0. */
function rectify(x: number, slope: number): number {
  if (x > 0) return x;
  return slope === 0 && x === Number.NEGATIVE_INFINITY ? 0 : slope * x;
}

/** Arithmetic. */
export const arithmetic = {
  add: binary((a, b) => a + b),
  sub: binary((a, b) => a - b),
  mul: binary((a, b) => a * b),
  div: binary((a, b) => a / b),
  maximum: binary(Math.max),
  minimum: binary(Math.min),
  neg: unary((x) => -x),
  abs: unary(Math.abs),
  sign: unary(Math.sign),
  exp: unary(Math.exp),
  log: unary(Math.log),
  sqrt: unary(Math.sqrt),
  atan: unary(Math.atan),
  erf: unary(erf),
  power: ({ attributes: { exponent } }, x) => x.data.map((element) => element ** exponent),
  clamp: ({ attributes: { low, high } }, x) =>
    x.data.map((element) => Math.min(Math.max(element, low), high)),
} satisfies Partial<Rows>;

/** Activations. */
export const activations = {
  relu: unary((x) => Math.max(x, 0)),
  leakyRelu: ({ attributes: { negativeSlope } }, x) =>
    x.data.map((element) => rectify(element, negativeSlope)),
  prelu: binary(rectify),
  elu: ({ attributes: { alpha } }, x) =>
    x.data.map((element) => (element > 0 ? element : alpha * Math.expm1(element))),
  sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  tanh: unary(Math.tanh),
  // Of the two ways to write it, the one whose exponential cannot overflow.
  softplus: unary((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
} satisfies Partial<Rows>;
