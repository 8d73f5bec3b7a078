// Greedy non-maximum suppression: of boxes that overlap, the one with the best score stays.
// Behaves like torchvision.ops.nms and batched_nms, ties and boxes without area included.
import type { BoxXyxy } from './box.js';
import { iou } from './overlap.js';

/** A box that competes, with the confidence it competes by. */
export interface ScoredBox {
  readonly box: BoxXyxy;
  readonly score: number;
}

/** A scored box that competes only within its class. */
export interface ClassifiedBox extends ScoredBox {
  readonly classIndex: number;
}

/**
 * Indices of the boxes to keep, by descending score; equal scores keep the input order.
 *
 * A box is dropped when its IoU with a kept one is strictly greater than `iouThreshold`. Two boxes
 * without area have no overlap (0/0 exceeds nothing).
 *
 * @example
 * ```ts
 * const first = { box: { x1: 0, y1: 0, x2: 10, y2: 10 }, score: 0.6 };
 * const second = { box: { x1: 1, y1: 0, x2: 11, y2: 10 }, score: 0.9 };
 * const kept = nonMaximumSuppression([first, second], 0.5); // [1]
 * ```
 */
export function nonMaximumSuppression(boxes: readonly ScoredBox[], iouThreshold: number): number[] {
  return suppress(boxes, iouThreshold, () => true);
}

/** The same, where a box only suppresses boxes of its own class. */
export function classwiseNonMaximumSuppression(
  boxes: readonly ClassifiedBox[],
  iouThreshold: number,
): number[] {
  return suppress(boxes, iouThreshold, (first, second) => first.classIndex === second.classIndex);
}

function suppress<Scored extends ScoredBox>(
  boxes: readonly Scored[],
  iouThreshold: number,
  compete: (first: Scored, second: Scored) => boolean,
): number[] {
  const ranked = boxes.map((scored, index) => ({ scored, index }));
  ranked.sort((a, b) => b.scored.score - a.scored.score);
  const kept: typeof ranked = [];
  for (const candidate of ranked) {
    const isSuppressed = kept.some(
      ({ scored }) =>
        compete(scored, candidate.scored) && iou(scored.box, candidate.scored.box) > iouThreshold,
    );
    if (!isSuppressed) kept.push(candidate);
  }
  return kept.map(({ index }) => index);
}
