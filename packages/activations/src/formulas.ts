// Value and derivative of every activation, side by side. `parameter` is the one number that an activation
// may have: the slope left of zero, or ELU's alpha.
//
// At 0 the negative branch counts, as in PyTorch: the derivative is 1 for x > 0 and the slope otherwise.
import type { ActivationKind } from './activation.js';
import { erfc } from './errorFunction.js';

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

/** The constants for which mean 0 and variance 1 reproduce themselves (Klambauer et al. 2017, equation 14). */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

export const formulas = {
  relu: rectifier,
  leaky_relu: leakyRectifier,
  prelu: leakyRectifier,
  rrelu: leakyRectifier,
  crelu: rectifier,
  relu6: {
    value: (x) => Math.min(Math.max(0, x), 6),
    derivative: (x) => (x > 0 && x < 6 ? 1 : 0),
  },
  elu: {
    value: (x, alpha) => (x > 0 ? x : alpha * Math.expm1(x)),
    derivative: (x, alpha) => (x > 0 ? 1 : alpha * Math.exp(x)),
  },
  selu: {
    value: (x) => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
    derivative: (x) => SELU_SCALE * (x > 0 ? 1 : SELU_ALPHA * Math.exp(x)),
  },
  // Of the two ways to write it, the one whose exponential cannot overflow.
  softplus: { value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), derivative: logistic },
  gelu: gated({
    value: (x) => erfc(-x * Math.SQRT1_2) / 2,
    derivative: (x) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI),
  }),
  silu: gated({ value: logistic, derivative: logisticDerivative }),
  mish: gated({ value: mishGate, derivative: mishGateDerivative }),
  hardswish: {
    value: (x) => times(x, Math.min(Math.max(0, x + 3), 6) / 6),
    derivative: (x) => (x >= 3 ? 1 : x > -3 ? (2 * x + 3) / 6 : 0),
  },
  sigmoid: { value: logistic, derivative: logisticDerivative },
  tanh: { value: Math.tanh, derivative: (x) => 4 * logisticDerivative(2 * x) },
  linear: { value: (x) => x, derivative: () => 1 },
} satisfies Record<ActivationKind, Formula>;

/** GELU with its gate approximated: (1 + tanh(u)) / 2 = sigmoid(2 u) (Hendrycks, Gimpel 2016, section 2). */
export const geluByTanh: Formula = gated({
  value: (x) => logistic(2 * geluExponent(x)),
  derivative: (x) =>
    times(2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x), logisticDerivative(2 * geluExponent(x))),
});

function geluExponent(x: number): number {
  return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
}

/** x * gate(x), whose derivative is gate(x) + x * gate'(x). */
function gated(gate: { value(x: number): number; derivative(x: number): number }): Formula {
  return {
    value: (x) => times(x, gate.value(x)),
    derivative: (x) => gate.value(x) + times(x, gate.derivative(x)),
  };
}

/** The product, where a factor that has vanished wins over an infinite one: the limit of every gate. */
function times(x: number, vanishing: number): number {
  return vanishing === 0 ? 0 : x * vanishing;
}

/** tanh(ln(1 + w)) = (w^2 + 2 w) / (w^2 + 2 w + 2) with w = e^x; right of zero the same in e^-x, which cannot overflow. */
function mishGate(x: number): number {
  const w = Math.exp(-Math.abs(x));
  if (x > 0) return (1 + 2 * w) / (1 + 2 * w + 2 * w * w);
  const rise = w * w + 2 * w;
  return rise / (rise + 2);
}

/** 4 w (1 + w) / (w^2 + 2 w + 2)^2 with w = e^x, or the same in e^-x. */
function mishGateDerivative(x: number): number {
  const w = Math.exp(-Math.abs(x));
  if (x > 0) return (4 * w * w * (1 + w)) / (1 + 2 * w + 2 * w * w) ** 2;
  return (4 * w * (1 + w)) / (w * w + 2 * w + 2) ** 2;
}

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
