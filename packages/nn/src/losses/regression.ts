// Losses between numbers: each compares a prediction with a target of the same shape, element by element.
import { abs, clamp, mul, square, sub } from '../graph/arithmetic.js';
import { stopGradient } from '../graph/choice.js';
import type { Value } from '../graph/value.js';
import { checkSameShape, type LossOptions, reduceLosses } from './reduction.js';

/**
 * Squared error: (prediction - target)^2. Both have the same shape; the result is a scalar, or that shape for `none`.
 *
 * @throws ShapeError if the shapes differ
 */
export function meanSquaredError(
  prediction: Value,
  target: Value,
  { reduction = 'mean' }: LossOptions = {},
): Value {
  checkSameShape('meanSquaredError', prediction, target);
  return reduceLosses(square(sub(prediction, target)), reduction);
}

/**
 * Absolute error (L1): |prediction - target|, with derivative 0 where they are equal. Both have the same shape; the result
 * is a scalar, or that shape for `none`.
 *
 * @throws ShapeError if the shapes differ
 */
export function meanAbsoluteError(
  prediction: Value,
  target: Value,
  { reduction = 'mean' }: LossOptions = {},
): Value {
  checkSameShape('meanAbsoluteError', prediction, target);
  return reduceLosses(abs(sub(prediction, target)), reduction);
}

/** Options of `smoothL1`. */
export interface SmoothL1Options extends LossOptions {
  /** Error from which the loss has slope 1, in units of the target; 1 by default, as in PyTorch. */
  readonly beta?: number;
}

/**
 * Smooth L1 loss of d = prediction - target: d^2 / (2 beta) for |d| <= beta, otherwise |d| - beta / 2 (Girshick 2015). It is
 * `huber` divided by its delta: the slope far away is 1 whatever beta is.
 *
 * @throws ShapeError if the shapes differ
 * @throws RangeError if `beta` is not a positive finite number
 */
export function smoothL1(
  prediction: Value,
  target: Value,
  { beta = 1, reduction = 'mean' }: SmoothL1Options = {},
): Value {
  if (!(beta > 0 && beta < Infinity)) {
    throw new RangeError(`smoothL1: beta must be a positive finite number, got ${beta}`);
  }
  checkSameShape('smoothL1', prediction, target);
  return mul(huber(prediction, target, { delta: beta, reduction }), 1 / beta);
}

/** Options of `huber`. */
export interface HuberOptions extends LossOptions {
  /** Error from which the loss grows linearly, in units of the target; 1 by default, as in PyTorch and DQN. */
  readonly delta?: number;
}

/**
 * Huber loss of d = prediction - target: d^2 / 2 for |d| <= delta, otherwise delta (|d| - delta / 2) (Huber 1964).
 *
 * Its derivative is d limited to [-delta, delta]: the "error clipping" of DQN (Mnih et al. 2015) at delta 1.
 * Both have the same shape; the result is a scalar, or that shape for `none`.
 *
 * @throws ShapeError if the shapes differ
 * @throws RangeError if `delta` is not a positive finite number
 */
export function huber(
  prediction: Value,
  target: Value,
  { delta = 1, reduction = 'mean' }: HuberOptions = {},
): Value {
  if (!(delta > 0 && delta < Infinity)) {
    throw new RangeError(`huber: delta must be a positive finite number, got ${delta}`);
  }
  checkSameShape('huber', prediction, target);
  const error = sub(prediction, target);
  // With c = clamp(d), both branches are c (d - c / 2), and its derivative by c is d - c: zero inside, and beyond,
  // where it is not, c is constant. So c may count as constant everywhere, and the backward pass is one product.
  const clipped = stopGradient(clamp(error, -delta, delta));
  return reduceLosses(mul(clipped, sub(error, mul(clipped, 0.5))), reduction);
}
