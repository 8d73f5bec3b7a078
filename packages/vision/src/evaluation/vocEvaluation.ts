// Average precision as Pascal VOC counts it: stricter than COCO about who may match whom.
import { mean } from './average.js';
import { averagePrecision11, averagePrecisionAllPoint, precisionRecall } from './averagePrecision.js';
import { byImage, type Detection, type DetectionProblem, fitOf, isUncounted, type Truth } from './problem.js';

/** One class at one IoU threshold; its average precisions are null where the class has no truth. */
export interface VocClassResult {
  /** VOC 2010 and later: the area under the envelope. */
  readonly averagePrecision: number | null;
  /** VOC 2007: the mean of the envelope at 11 recalls. */
  readonly averagePrecision11: number | null;
  readonly truePositives: number;
  readonly truths: number;
}

/** VOC's result at one IoU threshold. */
export interface VocResult {
  /** Mean of the classes that have truth; null if none has. */
  readonly meanAveragePrecision: number | null;
  /** The same of VOC 2007's reading. */
  readonly meanAveragePrecision11: number | null;
  readonly perClass: readonly VocClassResult[];
}

/**
 * Average precision in both readings of VOC: 11 points (2007) and the area (2010 and later).
 *
 * Detections of a class over all images by descending score (stable in input order); each looks only at
 * the truth of largest IoU in its image (the first on ties) and is right if that IoU >= `iouThreshold` and
 * nobody has taken it. A detection of a difficult truth, or of a crowd, counts neither way.
 */
export function evaluateVoc(problem: DetectionProblem, iouThreshold = 0.5): VocResult {
  const perClass = Array.from({ length: problem.classCount }, (_, classIndex) =>
    evaluateClass(problem, classIndex, iouThreshold),
  );
  return {
    meanAveragePrecision: mean(perClass.flatMap(({ averagePrecision }) => averagePrecision ?? [])),
    meanAveragePrecision11: mean(perClass.flatMap(({ averagePrecision11: value }) => value ?? [])),
    perClass,
  };
}

function evaluateClass(
  { truths, detections }: DetectionProblem,
  classIndex: number,
  iouThreshold: number,
): VocClassResult {
  const truthsByImage = byImage(truths, classIndex);
  const truthCount = [...truthsByImage.values()].flat().filter((truth) => !isUncounted(truth)).length;
  const ranked = detections
    .filter((detection) => detection.classIndex === classIndex)
    .sort((a, b) => b.score - a.score);
  const taken = new Set<Truth>();
  const flags: boolean[] = [];
  for (const detection of ranked) {
    const truth = overlappingTruth(detection, truthsByImage.get(detection.image) ?? [], iouThreshold);
    if (truth !== undefined && isUncounted(truth)) continue;
    flags.push(truth !== undefined && !taken.has(truth));
    if (truth !== undefined) taken.add(truth);
  }
  const curve = truthCount === 0 ? null : precisionRecall(flags, truthCount);
  return {
    averagePrecision: curve && averagePrecisionAllPoint(curve),
    averagePrecision11: curve && averagePrecision11(curve),
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
    const overlap = fitOf(box, truth);
    if (overlap > largest) {
      largest = overlap;
      best = truth;
    }
  }
  return largest >= iouThreshold ? best : undefined;
}
