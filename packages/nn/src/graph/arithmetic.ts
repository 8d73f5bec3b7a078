// Elementwise arithmetic: each operation beside its derivative.
import { equal, greater, where } from './choice.js';
import { binary, unary } from './elementwise.js';
import { type Operand, toValue } from './leaves.js';
import { operation, type Value } from './value.js';

/** a + b */
export const add = binary('add', ({ upstream }) => [upstream, upstream]);

/** a - b */
export const sub = binary('sub', ({ upstream }) => [upstream, neg(upstream)]);

/** a * b */
export const mul = binary('mul', ({ inputs: [a, b], upstream }) => [mul(upstream, b), mul(upstream, a)]);

/** a / b */
export const div = binary('div', ({ inputs: [, b], output, upstream }) => [
  div(upstream, b),
  neg(div(mul(upstream, output), b)),
]);

/** The larger of a and b; on a tie each gets half of the gradient. */
export const maximum = binary('maximum', ({ inputs: [a, b], upstream }) => {
  const share = shareOfWinner(a, b);
  return [mul(upstream, share), mul(upstream, sub(1, share))];
});

/** The smaller of a and b; on a tie each gets half of the gradient. */
export const minimum = binary('minimum', ({ inputs: [a, b], upstream }) => {
  const share = shareOfWinner(b, a);
  return [mul(upstream, share), mul(upstream, sub(1, share))];
});

/** 1 where a > b, 1/2 where they are equal, 0 elsewhere. */
function shareOfWinner(a: Value, b: Value): Value {
  return where(greater(a, b), 1, where(equal(a, b), 0.5, 0));
}

/** -x */
export const neg = unary('neg', ({ upstream }) => neg(upstream));

/** |x|, with derivative 0 at 0 */
export const abs = unary('abs', ({ inputs: [x], upstream }) => mul(upstream, sign(x)));

/** -1, 0 or 1 */
export const sign = unary('sign', () => null);

/** e^x */
export const exp = unary('exp', ({ output, upstream }) => mul(upstream, output));

/** Natural logarithm. */
export const log = unary('log', ({ inputs: [x], upstream }) => div(upstream, x));

/** Square root. */
export const sqrt = unary('sqrt', ({ output, upstream }) => div(mul(upstream, 0.5), output));

/** Arc tangent in radians. */
export const atan = unary('atan', ({ inputs: [x], upstream }) => div(upstream, add(1, square(x))));

/** The error function, 2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x. */
export const erf = unary('erf', ({ inputs: [x], upstream }) =>
  mul(upstream, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI))),
);

/** x * x */
export function square(x: Operand): Value {
  const value = toValue(x);
  return mul(value, value);
}

const powerOf = operation('power', 'one', {
  output: ([x]) => ({ shape: x.shape }),
  // x ** 0 is 1 everywhere, at 0 too, where the general rule would be 0 times infinity.
  gradient: ({ inputs: [x], attributes: { exponent }, upstream }) => [
    exponent === 0 ? null : mul(upstream, mul(exponent, power(x, exponent - 1))),
  ],
});

/** x ** exponent for a fixed exponent. */
export function power(x: Value, exponent: number): Value {
  return powerOf([x], { exponent });
}

const clampBetween = operation('clamp', 'one', {
  output: ([x]) => ({ shape: x.shape }),
  gradient: ({ inputs: [x], attributes: { low, high }, upstream }) => [
    where(greater(x, low), where(greater(high, x), upstream, 0), 0),
  ],
});

/** x limited to [low, high]; the derivative is 1 strictly between them and 0 at them and beyond. */
export function clamp(x: Value, low: number, high: number): Value {
  return clampBetween([x], { low, high });
}
