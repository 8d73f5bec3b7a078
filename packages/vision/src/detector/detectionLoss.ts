import {
  abs,
  add,
  binaryCrossEntropyWithLogits,
  clamp,
  completeIntersectionOverUnion,
  div,
  maximum,
  mul,
  power,
  reduceSum,
  reshape,
  sigmoid,
  sliceAxis,
  softmaxCrossEntropy,
  stopGradient,
  sub,
  type Value,
} from '@rectify/nn';
import { BOX_CHANNELS } from './boxDecoding.js';
import type { TrainingSettings } from './presets.js';

/** The target maps as values of the graph, see `TargetMaps`. */
export interface TargetValues {
  /** [B, 4, N] */
  readonly boxes: Value;
  /** [B, N] */
  readonly positive: Value;
  /** [B, N], int32 */
  readonly classes: Value;
}

/** Scalars: the loss and its parts before weighting. */
export type DetectionLosses = Readonly<Record<'loss' | 'boxLoss' | 'objectnessLoss' | 'classLoss', Value>>;

/** Weight of the box loss beside objectness and class: YOLOX's. */
const BOX_WEIGHT = 5;

/**
 * The loss of a batch: 5 boxLoss + objectnessLoss + classLoss, all sums divided by the number of positive
 * cells (at least 1), so that pictures with many objects don't drown the others (YOLOX, FCOS).
 *
 * - boxLoss: 1 - CIoU of positive cells;
 * - objectnessLoss: binary cross-entropy in every cell. The target is the CIoU of the box that the cell
 *   predicts now, 0 where there is no object: the score then ranks boxes by how well they fit (YOLOv5). With a focus
 *   each cell's is weighted by |target - sigmoid(z)|^focus (Li et al. 2020, quality focal loss), a
 *   constant in the gradient here, because its derivative is infinite at 0 for a focus below 1;
 * - classLoss: softmax cross-entropy of positive cells. YOLO since v3 has one sigmoid per class instead, for
 *   labels that overlap; ours never do.
 *
 * @param prediction - decoded maps [B, 5 + C, N] of N cells
 * @param options - with a `focalFocus` of 0 every cell counts in full
 */
export function detectionLoss(
  prediction: Value,
  { boxes, positive, classes }: TargetValues,
  { focalFocus }: Pick<TrainingSettings, 'focalFocus'>,
): DetectionLosses {
  const channels = prediction.shape[1] ?? 0;
  const objectness = reshape(sliceAxis(prediction, 1, 4, BOX_CHANNELS), positive.shape);
  const classLogits = sliceAxis(prediction, 1, BOX_CHANNELS, channels);
  const predicted = sliceAxis(prediction, 1, 0, 4);

  const misfit = completeIntersectionOverUnion(predicted, boxes, { axis: 1, reduction: 'none' });
  const fit = stopGradient(mul(positive, clamp(sub(1, misfit), 0, 1)));
  const surprise = softmaxCrossEntropy(classLogits, classes, { classAxis: 1, reduction: 'none' });

  const count = maximum(reduceSum(positive), 1);
  const boxLoss = div(reduceSum(mul(misfit, positive)), count);
  const doubt = binaryCrossEntropyWithLogits(objectness, fit, { reduction: 'none' });
  const objectnessLoss = div(reduceSum(focused(doubt, { objectness, fit, focalFocus })), count);
  const classLoss = div(reduceSum(mul(surprise, positive)), count);
  const loss = add(mul(boxLoss, BOX_WEIGHT), add(objectnessLoss, classLoss));
  return { loss, boxLoss, objectnessLoss, classLoss };
}

interface Focus {
  readonly objectness: Value;
  readonly fit: Value;
  readonly focalFocus: number;
}

function focused(losses: Value, { objectness, fit, focalFocus }: Focus): Value {
  if (focalFocus === 0) return losses;
  return mul(losses, stopGradient(power(abs(sub(fit, sigmoid(objectness))), focalFocus)));
}
