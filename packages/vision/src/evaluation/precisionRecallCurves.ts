// Precision against recall, a curve a class: what an average precision is the mean of.
import { averagePrecision101, interpolatedPrecision, precisionRecall } from './averagePrecision.js';
import { classCandidates, judgeClass } from './cocoMatching.js';
import type { DetectionProblem } from './problem.js';

/** One recall of a curve. */
export interface PrecisionRecallPoint {
  /** Share of the truths that are found. */
  readonly recall: number;
  /** The best precision at this recall or beyond; 0 where it is never reached. */
  readonly precision: number;
  /** The score threshold that reaches the recall; null where none does. */
  readonly score: number | null;
}

/** The curve of one class. */
export interface ClassPrecisionRecall {
  /** The mean of the precisions: COCO's average precision at this IoU. */
  readonly averagePrecision: number;
  /** At recall 0, 0.01, ..., 1. */
  readonly points: readonly PrecisionRecallPoint[];
}

/**
 * The precision-recall curve of each class, matched as COCO does; null where the class has no truth.
 *
 * @param iouThreshold - smallest IoU of a detection that is right
 *
 * @example
 * ```ts
 * const [curve] = precisionRecallCurves({ classCount: 1, truths, detections }, 0.5);
 * curve?.points.find(({ recall }) => recall >= 0.8)?.score; // the threshold that finds 80 % of the truths
 * ```
 */
export function precisionRecallCurves(
  problem: DetectionProblem,
  iouThreshold = 0.5,
): (ClassPrecisionRecall | null)[] {
  return Array.from({ length: problem.classCount }, (_, classIndex) => {
    const { judged, truthCount } = judgeClass(classCandidates(problem, classIndex), iouThreshold);
    if (truthCount === 0) return null;
    const curve = precisionRecall(
      judged.map(({ verdict }) => verdict === 'true'),
      truthCount,
    );
    const points = interpolatedPrecision(curve, 100).map(({ recall, precision, index }) => ({
      recall,
      precision,
      score: index === undefined ? null : (judged[index]?.detection.score ?? null),
    }));
    return { averagePrecision: averagePrecision101(curve), points };
  });
}
