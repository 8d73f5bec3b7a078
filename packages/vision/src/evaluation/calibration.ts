// Whether a score can be read as a probability: of the detections with score 0.8, are 80 % right?
import { mean } from './average.js';
import { classCandidates, judgeClass } from './cocoMatching.js';
import type { DetectionProblem } from './problem.js';

/** The detections whose score lies from `low` to below `high`; the last bin holds the score 1 too. */
export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  readonly detections: number;
  /** Null where there is no detection. */
  readonly meanScore: number | null;
  /** The share that is right; null where there is no detection. */
  readonly precision: number | null;
}

/** Scores against precision, all classes together. */
export interface Calibration {
  readonly iouThreshold: number;
  readonly scoreThreshold: number;
  readonly detections: number;
  /** The mean of |precision - mean score| over the bins, weighted by their detections; null without any. */
  readonly expectedCalibrationError: number | null;
  readonly bins: readonly CalibrationBin[];
}

/** Settings of `calibrationOf`. */
export interface CalibrationOptions {
  /** Smallest IoU of a detection that is right; default 0.5. */
  readonly iouThreshold?: number;
  /** Detections below are left out: nobody looks at them, and there are many. Default 0.05. */
  readonly scoreThreshold?: number;
  /** Bins of equal width from 0 to 1; default 10. */
  readonly bins?: number;
}

/**
 * The expected calibration error (Naeini et al. 2015; Guo et al. 2017) of detections, where a detection is right if
 * COCO's matching says so (Küppers et al. 2020):
 *
 *   ECE = sum over bins of (detections of the bin / all) |precision - mean score|
 *
 * Detections of ignored truths are left out.
 */
export function calibrationOf(
  problem: DetectionProblem,
  { iouThreshold = 0.5, scoreThreshold = 0.05, bins = 10 }: CalibrationOptions = {},
): Calibration {
  const judged = Array.from({ length: problem.classCount }, (_, classIndex) =>
    judgeClass(classCandidates(problem, classIndex), iouThreshold),
  ).flatMap(({ judged: ofClass }) => ofClass);
  const rated = judged
    .filter(({ detection }) => detection.score >= scoreThreshold)
    .map(({ detection, verdict }) => ({ score: detection.score, isRight: verdict === 'true' }));
  const filled = Array.from({ length: bins }, (_, bin) =>
    binOf(
      rated.filter(({ score }) => Math.min(bins - 1, Math.floor(score * bins)) === bin),
      { low: bin / bins, high: (bin + 1) / bins },
    ),
  );
  return {
    iouThreshold,
    scoreThreshold,
    detections: rated.length,
    expectedCalibrationError: rated.length === 0 ? null : meanGap(filled, rated.length),
    bins: filled,
  };
}

interface Rated {
  readonly score: number;
  readonly isRight: boolean;
}

function binOf(
  rated: readonly Rated[],
  range: { readonly low: number; readonly high: number },
): CalibrationBin {
  return {
    ...range,
    detections: rated.length,
    meanScore: mean(rated.map(({ score }) => score)),
    precision: mean(rated.map(({ isRight }) => Number(isRight))),
  };
}

function meanGap(bins: readonly CalibrationBin[], total: number): number {
  return bins.reduce(
    (sum, { detections, meanScore, precision }) =>
      sum + (detections / total) * Math.abs((precision ?? 0) - (meanScore ?? 0)),
    0,
  );
}
