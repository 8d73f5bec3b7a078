// Who found what, in one image and one class: the greedy matching of pycocotools' COCOeval.
import { boxArea } from '../boxes/box.js';
import { iou, overlapMatrix } from '../boxes/overlap.js';
import type { Detection, Truth } from './problem.js';

/** A closed range of areas, in squared pixels. */
export interface AreaRange {
  readonly low: number;
  readonly high: number;
}

/** What became of a detection. `ignored`: it counts neither for nor against. */
export type Verdict = 'true' | 'false' | 'ignored';

/** One detection after the matching. */
export interface Judged {
  readonly score: number;
  readonly verdict: Verdict;
}

/** The detections and truths of one image and class, the overlaps measured once for all thresholds. */
export interface ImageCandidates {
  /** By descending score, at most `MAX_DETECTIONS`. */
  readonly detections: readonly Detection[];
  readonly truths: readonly Truth[];
  /** `overlaps[detection][truth]`. */
  readonly overlaps: readonly (readonly number[])[];
}

/** Detections beyond this many of an image and class are not looked at. */
export const MAX_DETECTIONS = 100;

/** Sorts by score (stable), cuts, and measures all overlaps. */
export function imageCandidates(detections: readonly Detection[], truths: readonly Truth[]): ImageCandidates {
  const ranked = [...detections].sort((a, b) => b.score - a.score).slice(0, MAX_DETECTIONS);
  const overlaps = overlapMatrix(
    iou,
    ranked.map(({ box }) => box),
    truths.map(({ box }) => box),
  );
  return { detections: ranked, truths, overlaps };
}

/** True for a truth that this evaluation leaves out: outside the range of areas, or difficult. */
export function isIgnored(truth: Truth, { low, high }: AreaRange): boolean {
  const area = truth.area ?? boxArea(truth.box);
  return truth.isDifficult === true || area < low || area > high;
}

/**
 * By descending score, each detection takes the free truth of highest IoU >= `iouThreshold`; on equal
 * IoU the later one, and an ignored truth only if no other matched. One that takes an ignored truth, or
 * none while its own area is outside the range, is ignored.
 */
export function matchDetections(
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
      taken.add(truth);
      return { score: detection.score, verdict: tier === 0 ? 'true' : 'ignored' };
    }
    return { score: detection.score, verdict: area < range.low || area > range.high ? 'ignored' : 'false' };
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
