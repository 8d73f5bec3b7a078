// Who found what, in one image and one class: the greedy matching of pycocotools' COCOeval.
import { boxArea } from '../boxes/box.js';
import { byImage, type Detection, type DetectionProblem, fitOf, isUncounted, type Truth } from './problem.js';

/** A closed range of areas, in squared pixels. */
export interface AreaRange {
  readonly low: number;
  readonly high: number;
}

/** What became of a detection. `ignored`: it counts neither for nor against. */
export type Verdict = 'true' | 'false' | 'ignored';

/** One detection after the matching. */
export interface Judged {
  readonly detection: Detection;
  readonly verdict: Verdict;
}

/** All of one class, judged at one IoU threshold. */
export interface ClassJudgement {
  /** Truths that count. */
  readonly truthCount: number;
  /** By descending score, ties by image; those that are ignored left out. */
  readonly judged: readonly Judged[];
}

/** The detections and truths of one image and class, the overlaps measured once for all thresholds. */
export interface ImageCandidates {
  /** By descending score. */
  readonly detections: readonly Detection[];
  readonly truths: readonly Truth[];
  /** `overlaps[detection][truth]`. */
  readonly overlaps: readonly (readonly number[])[];
}

/** COCO looks at no detection of an image and class beyond this many. */
export const MAX_DETECTIONS = 100;

/** Every area. */
export const ALL_AREAS: AreaRange = { low: 0, high: 1e10 };

/** The images that have a truth or a detection of the class, in their order. */
export function classCandidates(
  problem: DetectionProblem,
  classIndex: number,
  maxDetections: number = MAX_DETECTIONS,
): ImageCandidates[] {
  const truths = byImage(problem.truths, classIndex);
  const detections = byImage(problem.detections, classIndex);
  const images = [...new Set([...truths.keys(), ...detections.keys()])].sort((a, b) => a - b);
  return images.map((image) =>
    imageCandidates(detections.get(image) ?? [], truths.get(image) ?? [], maxDetections),
  );
}

/** Sorts by score (stable), cuts, and measures all overlaps. */
function imageCandidates(
  detections: readonly Detection[],
  truths: readonly Truth[],
  maxDetections: number,
): ImageCandidates {
  const ranked = [...detections].sort((a, b) => b.score - a.score).slice(0, maxDetections);
  const overlaps = ranked.map(({ box }) => truths.map((truth) => fitOf(box, truth)));
  return { detections: ranked, truths, overlaps };
}

/** Truths that this evaluation counts. */
export function countTruths(images: readonly ImageCandidates[], range: AreaRange): number {
  return images.reduce(
    (sum, { truths }) => sum + truths.filter((truth) => !isIgnored(truth, range)).length,
    0,
  );
}

/** Judges a class: the images' lists are joined in the order of the images and sorted again by score (stable). */
export function judgeClass(
  images: readonly ImageCandidates[],
  iouThreshold: number,
  { range = ALL_AREAS, maxDetections = Number.POSITIVE_INFINITY } = {},
): ClassJudgement {
  const judged = images.flatMap((image) =>
    matchDetections(image, iouThreshold, range).slice(0, maxDetections),
  );
  const counted = judged
    .sort((a, b) => b.detection.score - a.detection.score)
    .filter(({ verdict }) => verdict !== 'ignored');
  return { truthCount: countTruths(images, range), judged: counted };
}

/** True for a truth that this evaluation leaves out: outside the range of areas, difficult, or a crowd. */
function isIgnored(truth: Truth, { low, high }: AreaRange): boolean {
  const area = truth.area ?? boxArea(truth.box);
  return isUncounted(truth) || area < low || area > high;
}

/**
 * By descending score, each detection takes the free truth of highest IoU >= `iouThreshold`; on equal
 * IoU the later one, and an ignored truth only if no other matched; a crowd stays free. One that takes an ignored truth, or
 * none while its own area is outside the range, is ignored.
 */
function matchDetections(
  { detections, truths, overlaps }: ImageCandidates,
  iouThreshold: number,
  range: AreaRange,
): Judged[] {
  // Counted truths first: an ignored one is only taken when no counted one matched.
  const indices = truths.map((_, index) => index);
  const counted = indices.filter((index) => !isIgnored(truths[index] as Truth, range));
  const ignored = indices.filter((index) => isIgnored(truths[index] as Truth, range));
  const tiers = [counted, ignored];
  const taken = new Set<number>();
  return detections.map((detection, row) => {
    const overlapsOfRow = overlaps[row] as readonly number[];
    const area = boxArea(detection.box);
    for (const [tier, order] of tiers.entries()) {
      const truth = bestFreeTruth(order, overlapsOfRow, { taken, iouThreshold });
      if (truth === undefined) continue;
      if (!truths[truth]?.isCrowd) taken.add(truth);
      return { detection, verdict: tier === 0 ? 'true' : 'ignored' };
    }
    return { detection, verdict: area < range.low || area > range.high ? 'ignored' : 'false' };
  });
}

function bestFreeTruth(
  order: readonly number[],
  overlaps: readonly number[],
  { taken, iouThreshold }: { taken: ReadonlySet<number>; iouThreshold: number },
): number | undefined {
  let best: number | undefined;
  let highest = Math.min(iouThreshold, 1 - 1e-10);
  for (const truth of order) {
    const overlap = overlaps[truth] as number;
    if (taken.has(truth) || !(overlap >= highest)) continue;
    highest = overlap;
    best = truth;
  }
  return best;
}
