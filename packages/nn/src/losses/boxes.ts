// Losses between boxes given by their corners, [x1, y1, x2, y2]: 1 - IoU and its three refinements. Formulas, the
// epsilon of 1e-7 in every denominator and the gradients follow torchvision.ops (0.29).
import { add, atan, div, maximum, minimum, mul, square, sub } from '../graph/arithmetic.js';
import { stopGradient } from '../graph/choice.js';
import { reshape, sliceAxis } from '../graph/movement.js';
import { relu } from '../graph/rectifiers.js';
import { reduceSum } from '../graph/reductions.js';
import { normalizeAxis } from '../graph/shape.js';
import { ShapeError } from '../graph/shapeError.js';
import type { Value } from '../graph/value.js';
import { checkSameShape, type LossOptions, reduceLosses } from './reduction.js';

const EPSILON = 1e-7;

/** Options of the losses on boxes. */
export interface BoxLossOptions extends LossOptions {
  /** The axis that holds the four coordinates; the last one by default, 1 for NCHW maps of boxes. */
  readonly axis?: number;
}

/**
 * 1 - IoU, intersection over union. Its gradient vanishes for boxes that do not overlap.
 *
 * @param predicted - boxes [N, 4] in any unit, or any shape with an axis of size 4; x1 < x2, y1 < y2
 * @param target - boxes in the same shape and unit
 * @returns a scalar; for `none` the shape without the axis, [N]
 * @throws ShapeError if the shapes differ or the axis does not have size 4
 */
export function intersectionOverUnion(predicted: Value, target: Value, options: BoxLossOptions = {}): Value {
  const pair = comparePair('intersectionOverUnion', { predicted, target, options });
  return finish(sub(1, pair.overlap), pair, options);
}

/**
 * 1 - IoU + (E - union) / E, where E is the area of the smallest box around both (Rezatofighi et al. 2019).
 *
 * Boxes, result and errors are those of `intersectionOverUnion`.
 */
export function generalizedIntersectionOverUnion(
  predicted: Value,
  target: Value,
  options: BoxLossOptions = {},
): Value {
  const pair = comparePair('generalizedIntersectionOverUnion', { predicted, target, options });
  const enclosing = areaOf(pair.enclosingSize, pair.axis);
  const emptyShare = div(sub(enclosing, pair.union), add(enclosing, EPSILON));
  return finish(add(sub(1, pair.overlap), emptyShare), pair, options);
}

/**
 * 1 - IoU + d^2 / c^2: d is the distance of the centres, c the diagonal of the smallest box around both
 * (Zheng et al. 2020).
 *
 * Boxes, result and errors are those of `intersectionOverUnion`.
 */
export function distanceIntersectionOverUnion(
  predicted: Value,
  target: Value,
  options: BoxLossOptions = {},
): Value {
  const pair = comparePair('distanceIntersectionOverUnion', { predicted, target, options });
  return finish(distanceLoss(pair), pair, options);
}

/**
 * 1 - IoU + d^2 / c^2 + alpha v (Zheng et al. 2020): v = 4 / pi^2 (atan(w' / h') - atan(w / h))^2 compares the aspect
 * ratios of target and prediction, alpha = v / (1 - IoU + v) weighs it.
 *
 * alpha is a constant in the gradient, as the paper and torchvision have it. Heights count as at least 1e-7, which
 * torchvision lacks: a box of zeros then has a finite loss and gradient, so that rows without a target can be masked
 * by a weight of 0. Boxes, result and errors are those of `intersectionOverUnion`.
 */
export function completeIntersectionOverUnion(
  predicted: Value,
  target: Value,
  options: BoxLossOptions = {},
): Value {
  const pair = comparePair('completeIntersectionOverUnion', { predicted, target, options });
  const difference = sub(angleOf(pair.targetSize, pair.axis), angleOf(pair.predictedSize, pair.axis));
  const v = mul(square(difference), 4 / Math.PI ** 2);
  const alpha = stopGradient(div(v, add(sub(add(v, 1), pair.overlap), EPSILON)));
  return finish(add(distanceLoss(pair), mul(alpha, v)), pair, options);
}

/** What the losses share. Sizes hold [width, height] along the axis; other values have size 1 there. */
interface Pair {
  readonly axis: number;
  readonly predictedSize: Value;
  readonly targetSize: Value;
  readonly enclosingSize: Value;
  readonly centreOffset: Value;
  readonly union: Value;
  /** Intersection over union. */
  readonly overlap: Value;
}

interface Boxes {
  readonly predicted: Value;
  readonly target: Value;
  readonly options: BoxLossOptions;
}

function comparePair(loss: string, { predicted, target, options }: Boxes): Pair {
  checkSameShape(loss, predicted, target);
  const axis = normalizeAxis(loss, options.axis ?? -1, predicted.shape.length);
  if (predicted.shape[axis] !== 4) {
    const rule = new RangeError(`axis ${axis} must hold the 4 coordinates of a box`);
    throw new ShapeError(loss, [predicted.shape, target.shape], rule);
  }
  const [start, end] = [sliceAxis(predicted, axis, 0, 2), sliceAxis(predicted, axis, 2, 4)];
  const [targetStart, targetEnd] = [sliceAxis(target, axis, 0, 2), sliceAxis(target, axis, 2, 4)];
  const predictedSize = sub(end, start);
  const targetSize = sub(targetEnd, targetStart);
  // Negative where the boxes lie apart. Both sizes together are the enclosing size plus the shared extent.
  const sharedExtent = sub(minimum(end, targetEnd), maximum(start, targetStart));
  const intersection = areaOf(relu(sharedExtent), axis);
  const union = sub(add(areaOf(predictedSize, axis), areaOf(targetSize, axis)), intersection);
  return {
    axis,
    predictedSize,
    targetSize,
    enclosingSize: sub(add(predictedSize, targetSize), sharedExtent),
    centreOffset: mul(sub(add(start, end), add(targetStart, targetEnd)), 0.5),
    union,
    overlap: div(intersection, add(union, EPSILON)),
  };
}

function distanceLoss({ axis, overlap, centreOffset, enclosingSize }: Pair): Value {
  const squaredLength = (vector: Value): Value => reduceSum(square(vector), { axes: [axis], keepDims: true });
  const distance = div(squaredLength(centreOffset), add(squaredLength(enclosingSize), EPSILON));
  return add(sub(1, overlap), distance);
}

function areaOf(size: Value, axis: number): Value {
  return mul(sliceAxis(size, axis, 0, 1), sliceAxis(size, axis, 1, 2));
}

/** The angle between the height and the diagonal of a box, atan(width / height). */
function angleOf(size: Value, axis: number): Value {
  return atan(div(sliceAxis(size, axis, 0, 1), maximum(sliceAxis(size, axis, 1, 2), EPSILON)));
}

function finish(losses: Value, { axis }: Pair, { reduction = 'mean' }: BoxLossOptions): Value {
  const shape = losses.shape.filter((_, index) => index !== axis);
  return reduceLosses(reshape(losses, shape), reduction);
}
