// Average precision as Pascal VOC counts it: stricter than COCO about who may match whom.
import { iou } from '../boxes/overlap.js';
import { averagePrecisionAllPoint, precisionRecall } from './averagePrecision.js';
import { byImage, type Detection, type DetectionProblem, type Truth } from './problem.js';

/** One class at one IoU threshold; `averagePrecision` is null where the class has no truth. */
export interface VocClassResult {
  readonly averagePrecision: number | null;
  readonly truePositives: number;
  readonly truths: number;
}

/** VOC's result at one IoU threshold. */
export interface VocResult {
  /** Mean of the classes that have truth; null if none has. */
  readonly meanAveragePrecision: number | null;
  readonly perClass: readonly VocClassResult[];
}

/**
 * All-point average precision (VOC 2010 and later).
 *
 * Detections of a class over all images by descending score (stable in input order); each looks only at
 * the truth of largest IoU in its image (the first on ties) and is right if that IoU >= `iouThreshold` and
 * nobody has taken it. A detection of a difficult truth counts neither way.
 */
export function evaluateVoc(problem: DetectionProblem, iouThreshold = 0.5): VocResult {
  const perClass = Array.from({ length: problem.classCount }, (_, classIndex) =>
    evaluateClass(problem, classIndex, iouThreshold),
  );
  const values = perClass.flatMap(({ averagePrecision }) => averagePrecision ?? []);
  const sum = values.reduce((total, value) => total + value, 0);
  return { meanAveragePrecision: values.length === 0 ? null : sum / values.length, perClass };
}

function evaluateClass(
  { truths, detections }: DetectionProblem,
  classIndex: number,
  iouThreshold: number,
): VocClassResult {
  const truthsByImage = byImage(truths, classIndex);
  const truthCount = [...truthsByImage.values()].flat().filter(({ isDifficult }) => !isDifficult).length;
  const ranked = detections
    .filter((detection) => detection.classIndex === classIndex)
    .sort((a, b) => b.score - a.score);
  const taken = new Set<Truth>();
  const flags: boolean[] = [];
  for (const detection of ranked) {
    const truth = overlappingTruth(detection, truthsByImage.get(detection.image) ?? [], iouThreshold);
    if (truth?.isDifficult) continue;
    flags.push(truth !== undefined && !taken.has(truth));
    if (truth !== undefined) taken.add(truth);
  }
  return {
    averagePrecision: truthCount === 0 ? null : averagePrecisionAllPoint(precisionRecall(flags, truthCount)),
    truePositives: flags.filter(Boolean).length,
    truths: truthCount,
  };
}

function overlappingTruth(
  { box }: Detection,
  truths: readonly Truth[],
  iouThreshold: number,
): Truth | undefined {
  let best: Truth | undefined;
  let largest = Number.NEGATIVE_INFINITY;
  for (const truth of truths) {
    const overlap = iou(box, truth.box);
    if (overlap > largest) {
      largest = overlap;
      best = truth;
    }
  }
  return largest >= iouThreshold ? best : undefined;
}
