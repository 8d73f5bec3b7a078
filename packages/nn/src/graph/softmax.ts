// Probabilities from logits, shifted by the largest logit so that nothing overflows.
import { div, exp, mul, sub } from './arithmetic.js';
import { stopGradient } from './choice.js';
import { logSumExp, reduceMax, reduceSum } from './reductions.js';
import { normalizeAxis } from './shape.js';
import type { Value } from './value.js';

/**
 * e^x / sum(e^x) along an axis; it sums to 1 there. A logit of -Infinity gets probability 0 and no gradient.
 *
 * @throws RangeError if there is no such axis
 */
export function softmax(x: Value, axis = -1): Value {
  const axes = [normalizeAxis('softmax', axis, x.shape.length)];
  const powers = exp(sub(x, stopGradient(reduceMax(x, { axes, keepDims: true }))));
  // Times the reciprocal: the gradient of a quotient would pass over x more often.
  return mul(powers, div(1, reduceSum(powers, { axes, keepDims: true })));
}

/**
 * ln softmax(x) along an axis: exact where a probability is too small for its logarithm.
 *
 * @throws RangeError if there is no such axis
 */
export function logSoftmax(x: Value, axis = -1): Value {
  return sub(x, logSumExp(x, normalizeAxis('logSoftmax', axis, x.shape.length), true));
}
