// Sums, means and maxima over axes.
import { add, div, exp, log, mul, square, sub } from './arithmetic.js';
import { equal, stopGradient, toFloat } from './choice.js';
import { broadcastTo, reshape } from './movement.js';
import { normalizeAxis, type Shape } from './shape.js';
import { operation, type Value } from './value.js';

/** Which axes to reduce (all by default) and whether they stay, with size 1. */
export interface ReductionOptions {
  readonly axes?: readonly number[];
  readonly keepDims?: boolean;
}

// Reductions keep their axes; `keepDims: false` is a reshape behind them.
const sumOver = operation('reduceSum', 'one', {
  output: ([x], { axes }) => ({ shape: keptShape(x.shape, axes) }),
  gradient: ({ inputs: [x], upstream }) => [broadcastTo(upstream, x.shape)],
});

const maxOver = operation('reduceMax', 'one', {
  output: ([x], { axes }) => ({ shape: keptShape(x.shape, axes) }),
  gradient: ({ inputs: [x], attributes: { axes }, output, upstream }) => {
    const winners = toFloat(equal(x, output));
    return [mul(winners, div(upstream, reduceSum(winners, { axes, keepDims: true })))];
  },
});

const builders = { reduceSum: sumOver, reduceMax: maxOver };

function keptShape(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
}

function reduce(
  name: 'reduceSum' | 'reduceMax',
  x: Value,
  { axes, keepDims = false }: ReductionOptions,
): Value {
  const rank = x.shape.length;
  const reduced = (axes ?? x.shape.map((_, axis) => axis)).map((axis) => normalizeAxis(name, axis, rank));
  const kept = reduced.length === 0 ? x : builders[name]([x], { axes: reduced });
  return keepDims
    ? kept
    : reshape(
        kept,
        kept.shape.filter((_, axis) => !reduced.includes(axis)),
      );
}

/** Sum over axes. */
export function reduceSum(x: Value, options: ReductionOptions = {}): Value {
  return reduce('reduceSum', x, options);
}

/** Maximum over axes; equal maxima share the gradient. */
export function reduceMax(x: Value, options: ReductionOptions = {}): Value {
  return reduce('reduceMax', x, options);
}

/** Arithmetic mean over axes. */
export function reduceMean(x: Value, options: ReductionOptions = {}): Value {
  const count = reducedCount('reduceMean', x, options);
  return mul(reduceSum(x, options), 1 / count);
}

/** Mean squared deviation over axes, divided by the count less `correction` (0: biased, 1: unbiased). */
export function variance(
  x: Value,
  { correction = 0, ...options }: ReductionOptions & { correction?: number } = {},
): Value {
  const count = reducedCount('variance', x, options);
  const deviation = sub(x, reduceMean(x, { ...options, keepDims: true }));
  return mul(reduceSum(square(deviation), options), 1 / (count - correction));
}

/** ln(sum(e^x)) over an axis, shifted by the maximum so that nothing overflows. */
export function logSumExp(x: Value, axis: number, keepDims = false): Value {
  const reduced = normalizeAxis('logSumExp', axis, x.shape.length);
  const peak = stopGradient(reduceMax(x, { axes: [reduced], keepDims: true }));
  const shifted = add(log(reduceSum(exp(sub(x, peak)), { axes: [reduced], keepDims: true })), peak);
  return keepDims
    ? shifted
    : reshape(
        shifted,
        shifted.shape.filter((_, index) => index !== reduced),
      );
}

/** How many elements of x fall into one element of the reduction. */
function reducedCount(where: string, x: Value, { axes }: ReductionOptions): number {
  const reduced = axes?.map((axis) => normalizeAxis(where, axis, x.shape.length));
  return x.shape.reduce(
    (count, size, axis) => (reduced === undefined || reduced.includes(axis) ? count * size : count),
    1,
  );
}
