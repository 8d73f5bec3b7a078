// From the maps that the network makes to a short list of boxes.
import type { BoxXyxy, Size } from '../boxes/box.js';
import { type ClassifiedBox, classwiseNonMaximumSuppression } from '../boxes/nonMaximumSuppression.js';
import { BOX_CHANNELS } from './boxDecoding.js';

/** How many boxes to believe. */
export interface DetectionThresholds {
  /** Boxes with a lower score are dropped. */
  readonly scoreThreshold: number;
  /** Of two boxes of a class with a larger IoU, the one with the lower score is dropped. */
  readonly iouThreshold: number;
}

/**
 * Overlap that two objects of a class may have. Average precision on blood cells, which overlap a lot, is flat from
 * 0.45 to 0.6.
 */
export const DEFAULT_IOU_THRESHOLD = 0.5;

/** The maps of one picture, [5 + C, H, W], as `decodeBoxes` leaves them. */
export interface PredictionMaps {
  readonly values: ArrayLike<number>;
  readonly grid: Size;
  readonly classCount: number;
}

/**
 * The detections of one picture by descending score, boxes in pixels of the network's input.
 *
 * Each cell speaks for its most probable class c; the score is P(object) P(c | object) =
 * sigmoid(objectness) softmax(class logits)_c (YOLOv1, equation 1).
 */
export function readDetections(
  { values, grid, classCount }: PredictionMaps,
  { scoreThreshold, iouThreshold }: DetectionThresholds,
): ClassifiedBox[] {
  const plane = grid.width * grid.height;
  const at = (channel: number, cell: number) => values[channel * plane + cell] as number;
  const candidates: ClassifiedBox[] = [];
  for (let cell = 0; cell < plane; cell++) {
    const objectness = 1 / (1 + Math.exp(-at(4, cell)));
    // The class probability is at most 1: most cells end here.
    if (objectness < scoreThreshold) continue;
    const { classIndex, probability } = mostProbable(classCount, (index) => at(BOX_CHANNELS + index, cell));
    const score = objectness * probability;
    if (score < scoreThreshold) continue;
    const box: BoxXyxy = { x1: at(0, cell), y1: at(1, cell), x2: at(2, cell), y2: at(3, cell) };
    candidates.push({ box, score, classIndex });
  }
  const kept = classwiseNonMaximumSuppression(candidates, iouThreshold);
  return kept.map((index) => candidates[index] as ClassifiedBox);
}

function mostProbable(
  count: number,
  logit: (index: number) => number,
): { classIndex: number; probability: number } {
  let classIndex = 0;
  for (let index = 1; index < count; index++) if (logit(index) > logit(classIndex)) classIndex = index;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += Math.exp(logit(index) - logit(classIndex));
  return { classIndex, probability: 1 / sum };
}
