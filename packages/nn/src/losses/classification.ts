// Losses between logits and classes. All take logits, never probabilities, so that nothing overflows or is lost.
import { add, log, mul, sub } from '../graph/arithmetic.js';
import { greater, oneHot, stopGradient, where } from '../graph/choice.js';
import type { Operand } from '../graph/leaves.js';
import { transpose } from '../graph/movement.js';
import { softplus } from '../graph/rectifiers.js';
import { logSumExp, reduceMean, reduceSum } from '../graph/reductions.js';
import { normalizeAxis, sameShape } from '../graph/shape.js';
import { ShapeError } from '../graph/shapeError.js';
import { logSoftmax } from '../graph/softmax.js';
import type { Value } from '../graph/value.js';
import { checkSameShape, type LossOptions, reduceLosses } from './reduction.js';

/** Options of `softmaxCrossEntropy`. */
export interface SoftmaxCrossEntropyOptions extends LossOptions {
  /** The axis of the logits that runs over the classes; the last one by default, 1 for NCHW maps. */
  readonly classAxis?: number;
  /** Share of the probability that is spread evenly over all classes (Szegedy et al. 2016); 0 by default. */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy between classes and the softmax of logits: -sum_c p_c ln softmax(logits)_c.
 *
 * The result has the shape of the logits without the class axis (`none`), or is a scalar; the mean is over all rows.
 *
 * @param logits - [B, C], or any shape with a class axis
 * @param labels - `int32` class indices from 0 to C - 1, in the shape of the logits without the class axis; or
 *   `float32` class probabilities in the shape of the logits
 * @throws ShapeError if the labels have neither shape
 * @throws RangeError if `labelSmoothing` is outside [0, 1]
 */
export function softmaxCrossEntropy(
  logits: Value,
  labels: Value,
  { classAxis = -1, labelSmoothing = 0, reduction = 'mean' }: SoftmaxCrossEntropyOptions = {},
): Value {
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new RangeError(`softmaxCrossEntropy: labelSmoothing must be from 0 to 1, got ${labelSmoothing}`);
  }
  const axis = normalizeAxis('softmaxCrossEntropy', classAxis, logits.shape.length);
  const probabilities = smooth(classProbabilities(logits, labels, axis), axis, labelSmoothing);
  const surprise = sub(logSumExp(logits, axis, true), logits);
  return reduceLosses(reduceSum(mul(probabilities, surprise), { axes: [axis] }), reduction);
}

/** Labels in the shape of the logits. */
function classProbabilities(logits: Value, labels: Value, axis: number): Value {
  if (labels.dataType === 'float32' && sameShape(labels.shape, logits.shape)) return labels;
  const rows = logits.shape.filter((_, index) => index !== axis);
  if (labels.dataType !== 'int32' || !sameShape(labels.shape, rows)) {
    throw new ShapeError(
      'softmaxCrossEntropy',
      [logits.shape, labels.shape],
      new RangeError('labels must be int32 without the class axis, or float32 in the shape of the logits'),
    );
  }
  const indicator = oneHot(labels, logits.shape[axis] as number);
  if (axis === rows.length) return indicator;
  const order = [...rows.keys()];
  return transpose(indicator, [...order.slice(0, axis), rows.length, ...order.slice(axis)]);
}

function smooth(probabilities: Value, axis: number, labelSmoothing: number): Value {
  if (labelSmoothing === 0) return probabilities;
  const classes = probabilities.shape[axis] as number;
  return add(mul(probabilities, 1 - labelSmoothing), labelSmoothing / classes);
}

/** Options of `klDivergence`. */
export interface KlDivergenceOptions extends LossOptions {
  /** The axis that runs over the classes; the last one by default, 1 for NCHW maps. */
  readonly classAxis?: number;
}

/**
 * Kullback-Leibler divergence of the softmax of logits from target probabilities t: sum_c t_c (ln t_c - ln softmax_c), where
 * t_c = 0 adds 0. It is `softmaxCrossEntropy` less the entropy of the targets, so it is 0 where both agree.
 *
 * Logits and targets have the same shape, and no gradient flows into the targets. `none` keeps the terms, in that shape;
 * the mean divides their sum by the number of rows, as `batchmean` in PyTorch, not by the number of terms.
 *
 * @throws ShapeError if the shapes differ
 */
export function klDivergence(
  logits: Value,
  targets: Value,
  { classAxis = -1, reduction = 'mean' }: KlDivergenceOptions = {},
): Value {
  checkSameShape('klDivergence', logits, targets);
  const axis = normalizeAxis('klDivergence', classAxis, logits.shape.length);
  const fixed = stopGradient(targets);
  const logTargets = where(greater(fixed, 0), log(fixed), 0);
  const terms = mul(fixed, sub(logTargets, logSoftmax(logits, axis)));
  return reduction === 'mean'
    ? reduceMean(reduceSum(terms, { axes: [axis] }))
    : reduceLosses(terms, reduction);
}

/** Options of `binaryCrossEntropyWithLogits`. */
export interface BinaryCrossEntropyOptions extends LossOptions {
  /** Factor w of the positive term, against rare positives: a number or a value that broadcasts; 1 by default. */
  readonly positiveWeight?: Operand;
}

/**
 * Cross-entropy between targets t in [0, 1] and sigmoid(z) of logits z, in every element:
 * -(w t ln sigmoid(z) + (1 - t) ln(1 - sigmoid(z))).
 *
 * It is computed as (1 - t + w t) softplus(z) - w t z, which is finite for every finite z and exact to about the
 * rounding of z. Logits and targets have the same shape; the result is a scalar, or that shape for `none`.
 *
 * @throws ShapeError if the shapes differ
 */
export function binaryCrossEntropyWithLogits(
  logits: Value,
  targets: Value,
  { positiveWeight, reduction = 'mean' }: BinaryCrossEntropyOptions = {},
): Value {
  checkSameShape('binaryCrossEntropyWithLogits', logits, targets);
  if (positiveWeight === undefined) {
    return reduceLosses(sub(softplus(logits), mul(targets, logits)), reduction);
  }
  const positive = mul(targets, positiveWeight);
  const total = add(sub(1, targets), positive);
  return reduceLosses(sub(mul(total, softplus(logits)), mul(positive, logits)), reduction);
}
