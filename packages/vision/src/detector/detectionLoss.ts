import {
  add,
  binaryCrossEntropyWithLogits,
  clamp,
  completeIntersectionOverUnion,
  div,
  maximum,
  mul,
  reduceSum,
  reshape,
  sliceAxis,
  softmaxCrossEntropy,
  stopGradient,
  sub,
  type Value,
} from '@rectify/nn';
import { BOX_CHANNELS } from './boxDecoding.js';

/** The target maps as values of the graph, see `TargetMaps`. */
export interface TargetValues {
  /** [B, 4, H, W] */
  readonly boxes: Value;
  /** [B, H, W] */
  readonly positive: Value;
  /** [B, H, W], int32 */
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
 *   predicts now, 0 where there is no object: the score then ranks boxes by how well they fit (YOLOv5);
 * - classLoss: softmax cross-entropy of positive cells. YOLO since v3 has one sigmoid per class instead, for
 *   labels that overlap; ours never do.
 *
 * @param prediction - decoded maps [B, 5 + C, H, W]
 */
export function detectionLoss(
  prediction: Value,
  { boxes, positive, classes }: TargetValues,
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
  const objectnessLoss = div(binaryCrossEntropyWithLogits(objectness, fit, { reduction: 'sum' }), count);
  const classLoss = div(reduceSum(mul(surprise, positive)), count);
  const loss = add(mul(boxLoss, BOX_WEIGHT), add(objectnessLoss, classLoss));
  return { loss, boxLoss, objectnessLoss, classLoss };
}
