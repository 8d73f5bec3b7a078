// Value and derivative of every activation, side by side. `parameter` is the one number that an activation
// may have: the slope left of zero, or ELU's alpha.
//
// At 0 the negative branch counts, as in PyTorch: the derivative is 1 for x > 0 and the slope otherwise.
import type { ActivationKind } from './activation.js';

/** A function of one variable and its derivative. NaN goes in, NaN comes out of `value`. */
export interface Formula {
  value(x: number, parameter: number): number;
  derivative(x: number, parameter: number): number;
}

const rectifier: Formula = {
  // JavaScript's Math.max keeps NaN and puts 0 above -0, unlike Python's max.
  value: (x) => Math.max(0, x),
  derivative: (x) => (x > 0 ? 1 : 0),
};

const leakyRectifier: Formula = {
  // Without the first branch -Infinity * 0 would be NaN, and slope 0 would no longer be ReLU.
  value: (x, slope) => (slope === 0 ? Math.max(0, x) : x > 0 ? x : slope * x),
  derivative: (x, slope) => (x > 0 ? 1 : slope),
};

export const formulas = {
  relu: rectifier,
  leaky_relu: leakyRectifier,
  prelu: leakyRectifier,
  elu: {
    value: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
    derivative: (x, alpha) => (x > 0 ? 1 : alpha * Math.exp(x)),
  },
  sigmoid: { value: logistic, derivative: logisticDerivative },
  tanh: { value: Math.tanh, derivative: (x) => 4 * logisticDerivative(2 * x) },
  linear: { value: (x) => x, derivative: () => 1 },
} satisfies Record<ActivationKind, Formula>;

/** 1 / (1 + e^-x), with an exponent that is never positive, so that nothing overflows. */
function logistic(x: number): number {
  const decay = Math.exp(-Math.abs(x));
  return (x < 0 ? decay : 1) / (1 + decay);
}

/** e^-|x| / (1 + e^-|x|)^2: unlike y (1 - y) it keeps all its digits where y is nearly 1. */
function logisticDerivative(x: number): number {
  const decay = Math.exp(-Math.abs(x));
  return decay / (1 + decay) ** 2;
}
