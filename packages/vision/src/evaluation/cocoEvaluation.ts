// The twelve numbers of the COCO challenge, as pycocotools' COCOeval computes them for boxes.
import { mean } from './average.js';
import { averagePrecision101, precisionRecall } from './averagePrecision.js';
import {
  ALL_AREAS,
  type AreaRange,
  classCandidates,
  countTruths,
  type ImageCandidates,
  judgeClass,
  MAX_DETECTIONS,
} from './cocoMatching.js';
import type { DetectionProblem } from './problem.js';

/** IoU 0.50, 0.55, ..., 0.95, rounded as numpy.linspace rounds them (the ninth is 0.8999999999999999). */
export const IOU_THRESHOLDS: readonly number[] = Array.from(
  { length: 10 },
  (_, index) => 0.5 + index * ((0.95 - 0.5) / 9),
);

/** The size bins, in squared pixels. */
export const AREA_RANGES = {
  all: ALL_AREAS,
  small: { low: 0, high: 32 ** 2 },
  medium: { low: 32 ** 2, high: 96 ** 2 },
  large: { low: 96 ** 2, high: ALL_AREAS.high },
} satisfies Record<string, AreaRange>;

type AreaName = keyof typeof AREA_RANGES;

/** One class over all areas, at most 100 detections an image; null where the class has no truth. */
export interface CocoClassResult {
  /** Truths that count. */
  readonly truths: number;
  /** Mean of `averagePrecisionPerIou`. */
  readonly AP: number | null;
  readonly AP50: number | null;
  readonly AP75: number | null;
  /** Mean of `recallPerIou`. */
  readonly AR100: number | null;
  /** Average precision (101 recalls) at each of `IOU_THRESHOLDS`. */
  readonly averagePrecisionPerIou: readonly number[] | null;
  /** Recall reached at each of `IOU_THRESHOLDS`. */
  readonly recallPerIou: readonly number[] | null;
}

/** The summary of COCO, 0 to 1; null where there was nothing to average (pycocotools prints -1). */
export interface CocoResult {
  /** mAP[.5:.95]: mean over the ten IoU thresholds and over the classes that have truth. */
  readonly AP: number | null;
  readonly AP50: number | null;
  readonly AP75: number | null;
  /** Objects below 32^2 squared pixels; truths outside the bin are ignored, unmatched detections outside too. */
  readonly APsmall: number | null;
  /** From 32^2 to 96^2. */
  readonly APmedium: number | null;
  /** From 96^2. */
  readonly APlarge: number | null;
  /** Recall with one detection an image and class, mean over IoU thresholds and classes. */
  readonly AR1: number | null;
  readonly AR10: number | null;
  readonly AR100: number | null;
  readonly ARsmall: number | null;
  readonly ARmedium: number | null;
  readonly ARlarge: number | null;
  /** One entry a class, in the order of the class indices. */
  readonly perClass: readonly CocoClassResult[];
}

interface Curve {
  readonly averagePrecision: number;
  readonly recall: number;
}

/**
 * Scores detections against the truth.
 *
 * Per image and class: detections by descending score (stable), at most 100, each takes the free truth
 * of highest IoU above the threshold. The images' lists are then joined in the order of the images and
 * sorted again by score, so that ties across images resolve by image.
 *
 * @example
 * ```ts
 * const truths = [{ image: 0, classIndex: 0, box: { x1: 0, y1: 0, x2: 10, y2: 10 } }];
 * const detections = [{ image: 0, classIndex: 0, box: { x1: 1, y1: 0, x2: 11, y2: 10 }, score: 0.9 }];
 * const { AP, AP50 } = evaluateCoco({ classCount: 1, truths, detections }); // 0.7 and 1: the IoU is 9/11
 * ```
 */
export function evaluateCoco(problem: DetectionProblem): CocoResult {
  const classes = Array.from({ length: problem.classCount }, (_, index) => classCandidates(problem, index));
  const curves = (area: AreaName, maxDetections = MAX_DETECTIONS) =>
    classes.map((images) => classCurves(images, AREA_RANGES[area], maxDetections));
  const all = curves('all');
  const bins = { small: curves('small'), medium: curves('medium'), large: curves('large') };
  return {
    AP: meanPrecision(all),
    AP50: meanPrecision(all, 0),
    AP75: meanPrecision(all, 5),
    APsmall: meanPrecision(bins.small),
    APmedium: meanPrecision(bins.medium),
    APlarge: meanPrecision(bins.large),
    AR1: meanRecall(curves('all', 1)),
    AR10: meanRecall(curves('all', 10)),
    AR100: meanRecall(all),
    ARsmall: meanRecall(bins.small),
    ARmedium: meanRecall(bins.medium),
    ARlarge: meanRecall(bins.large),
    perClass: all.map((curvesOfClass, index) => ({
      truths: countTruths(classes[index] as ImageCandidates[], AREA_RANGES.all),
      AP: meanPrecision([curvesOfClass]),
      AP50: meanPrecision([curvesOfClass], 0),
      AP75: meanPrecision([curvesOfClass], 5),
      AR100: meanRecall([curvesOfClass]),
      averagePrecisionPerIou: curvesOfClass?.map((curve) => curve.averagePrecision) ?? null,
      recallPerIou: curvesOfClass?.map((curve) => curve.recall) ?? null,
    })),
  };
}

/** One curve an IoU threshold, or null where the class has no truth in the range. */
function classCurves(
  images: readonly ImageCandidates[],
  range: AreaRange,
  maxDetections: number,
): Curve[] | null {
  if (countTruths(images, range) === 0) return null;
  return IOU_THRESHOLDS.map((iouThreshold) => {
    const { judged, truthCount } = judgeClass(images, iouThreshold, { range, maxDetections });
    const curve = precisionRecall(
      judged.map(({ verdict }) => verdict === 'true'),
      truthCount,
    );
    return { averagePrecision: averagePrecision101(curve), recall: curve.recall.at(-1) ?? 0 };
  });
}

function meanPrecision(classes: readonly (Curve[] | null)[], iouIndex?: number): number | null {
  const curves = classes.flatMap((curvesOfClass) => curvesOfClass ?? []);
  const chosen = curves.filter(
    (_, index) => iouIndex === undefined || index % IOU_THRESHOLDS.length === iouIndex,
  );
  return mean(chosen.map(({ averagePrecision }) => averagePrecision));
}

function meanRecall(classes: readonly (Curve[] | null)[]): number | null {
  return mean(classes.flatMap((curves) => curves ?? []).map(({ recall }) => recall));
}
