// From the maps that the network makes to a short list of boxes.

import type { BoxXyxy } from '../boxes/box.js';
import { voteOnBox } from '../boxes/boxVoting.js';
import { type ClassifiedBox, classwiseNonMaximumSuppression } from '../boxes/nonMaximumSuppression.js';
import { mostProbable } from '../evaluation/mostProbable.js';
import { BOX_CHANNELS } from './boxDecoding.js';

/** How many boxes to believe. */
export interface DetectionThresholds {
  /** Boxes with a lower score are dropped. */
  readonly scoreThreshold: number;
  /** Of two boxes of a class with a larger IoU, the one with the lower score is dropped, and votes on the other. */
  readonly iouThreshold: number;
}

/**
 * Overlap that two objects of a class may have. On blood cells, which overlap a lot, mAP@[.5:.95] is 0.003 to 0.004 higher
 * than at 0.5; scenes of digits make no difference. Ultralytics: 0.7.
 */
export const DEFAULT_IOU_THRESHOLD = 0.65;

/** The predictions of one picture, [5 + C, N], as `decodeBoxes` leaves them. */
export interface Predictions {
  readonly values: ArrayLike<number>;
  readonly classCount: number;
}

/** Boxes with a lower score have no say in where a detection lies, whatever the threshold of what is reported. */
const SMALLEST_VOTER_SCORE = 0.01;

/**
 * The detections of one picture by descending score, boxes in pixels of the network's input.
 *
 * Each cell speaks for its most probable class c; the score is P(object) P(c | object) =
 * sigmoid(objectness) softmax(class logits)_c (YOLOv1, equation 1). Non-maximum suppression chooses the detections;
 * where each lies is then voted on by the boxes that it stands for, see `voteOnBox`.
 */
export function readDetections(
  predictions: Predictions,
  { scoreThreshold, iouThreshold }: DetectionThresholds,
): ClassifiedBox[] {
  const boxes = scoredBoxes(predictions, Math.min(scoreThreshold, SMALLEST_VOTER_SCORE));
  const candidates = boxes.filter(({ score }) => score >= scoreThreshold);
  const voters = boxes.filter(({ score }) => score >= SMALLEST_VOTER_SCORE);
  const kept = classwiseNonMaximumSuppression(candidates, iouThreshold);
  return kept.map((index) => {
    const detection = candidates[index] as ClassifiedBox;
    return { ...detection, box: voteOnBox(detection, voters, iouThreshold) };
  });
}

/** The box of every cell whose score reaches the threshold. */
function scoredBoxes({ values, classCount }: Predictions, scoreThreshold: number): ClassifiedBox[] {
  const cellCount = values.length / (BOX_CHANNELS + classCount);
  const at = (channel: number, cell: number) => values[channel * cellCount + cell] as number;
  const boxes: ClassifiedBox[] = [];
  for (let cell = 0; cell < cellCount; cell++) {
    const objectness = 1 / (1 + Math.exp(-at(4, cell)));
    // The class probability is at most 1: most cells end here.
    if (objectness < scoreThreshold) continue;
    const { classIndex, probability } = mostProbable(classCount, (index) => at(BOX_CHANNELS + index, cell));
    const score = objectness * probability;
    if (score < scoreThreshold) continue;
    const box: BoxXyxy = { x1: at(0, cell), y1: at(1, cell), x2: at(2, cell), y2: at(3, cell) };
    boxes.push({ box, score, classIndex });
  }
  return boxes;
}
