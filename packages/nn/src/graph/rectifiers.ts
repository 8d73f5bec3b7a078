// Activations and their derivatives. At exactly 0 the negative branch counts, as in PyTorch:
// the derivative is 0 for ReLU and the slope for Leaky ReLU and PReLU.
import { add, maximum, minimum, mul, sub } from './arithmetic.js';
import { greater, toFloat, where } from './choice.js';
import { broadcastAll, unary } from './elementwise.js';
import { operation, type Value } from './value.js';

/** max(0, x) (Nair, Hinton 2010). */
export const relu = unary('relu', ({ output, upstream }) => mul(upstream, toFloat(greater(output, 0))));

const leaky = operation('leakyRelu', 'one', {
  output: ([x]) => ({ shape: x.shape }),
  gradient: ({ inputs: [x], attributes: { negativeSlope }, upstream }) => {
    const isPositive = greater(x, 0);
    // The larger of mask and slope is the derivative: half the time of a choice between two maps on ONNX Runtime.
    return negativeSlope >= 0 && negativeSlope <= 1
      ? [mul(upstream, maximum(toFloat(isPositive), negativeSlope))]
      : [where(isPositive, upstream, mul(upstream, negativeSlope))];
  },
});

/**
 * x for x > 0, otherwise negativeSlope * x (Maas, Hannun, Ng 2013).
 *
 * Slope 0 is ReLU itself: 0 * -Infinity would be NaN where ReLU gives 0.
 */
export function leakyRelu(x: Value, negativeSlope: number): Value {
  return negativeSlope === 0 ? relu(x) : leaky([x], { negativeSlope });
}

const parametric = operation('prelu', 'two', {
  output: (inputs) => ({ shape: broadcastAll(inputs) }),
  gradient: ({ inputs: [x, slope], upstream }) => [
    where(greater(x, 0), upstream, mul(upstream, slope)),
    mul(upstream, minimum(x, 0)),
  ],
});

/** x for x > 0, otherwise slope * x, where the slope is learned and broadcasts to x (He et al. 2015). */
export function prelu(x: Value, slope: Value): Value {
  return parametric([x, slope], {});
}

const exponentialLinear = operation('elu', 'one', {
  output: ([x]) => ({ shape: x.shape }),
  gradient: ({ inputs: [x], output, attributes: { alpha }, upstream }) => [
    where(greater(x, 0), upstream, mul(upstream, add(output, alpha))),
  ],
});

/** x for x > 0, otherwise alpha * (e^x - 1) (Clevert, Unterthiner, Hochreiter 2016). */
export function elu(x: Value, alpha = 1): Value {
  return exponentialLinear([x], { alpha });
}

/** 1 / (1 + e^-x) */
export const sigmoid = unary('sigmoid', ({ output, upstream }) => mul(upstream, mul(output, sub(1, output))));

/** Hyperbolic tangent. */
export const tanh = unary('tanh', ({ output, upstream }) => mul(upstream, sub(1, mul(output, output))));

/** ln(1 + e^x) */
export const softplus = unary('softplus', ({ inputs: [x], upstream }) => mul(upstream, sigmoid(x)));
