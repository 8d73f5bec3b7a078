// How much two boxes agree. The same definitions, epsilons included, as torchvision.ops: IoU and GIoU
// have none, so that two boxes without area give 0/0 = NaN.
import { type BoxXyxy, boxArea } from './box.js';

/** A measure of agreement between two boxes of the same frame. */
export type Overlap = (first: BoxXyxy, second: BoxXyxy) => number;

/** Keeps quotients finite where both boxes share one point (torchvision's value). */
const EPSILON = 1e-7;

/** Intersection over union, 0 to 1; NaN for two boxes without area. */
export function iou(first: BoxXyxy, second: BoxXyxy): number {
  const shared = intersection(first, second);
  return shared / (boxArea(first) + boxArea(second) - shared);
}

/** The share of a box that lies inside a region, 0 to 1; NaN for a box without area. */
export function coveredShare(box: BoxXyxy, region: BoxXyxy): number {
  return intersection(box, region) / boxArea(box);
}

/**
 * Generalized IoU: IoU minus the share of the smallest enclosing box C that neither box covers,
 * IoU - (|C| - union) / |C|; -1 to 1 (Rezatofighi et al. 2019).
 */
export function generalizedIou(first: BoxXyxy, second: BoxXyxy): number {
  const shared = intersection(first, second);
  const union = boxArea(first) + boxArea(second) - shared;
  const enclosing = boxArea(enclosingBox(first, second));
  return shared / union - (enclosing - union) / enclosing;
}

/**
 * Distance IoU: IoU - d^2 / c^2, d between the centres, c the diagonal of the enclosing box; -1 to 1
 * (Zheng et al. 2020).
 */
export function distanceIou(first: BoxXyxy, second: BoxXyxy): number {
  const { x1, y1, x2, y2 } = enclosingBox(first, second);
  const diagonalSquared = (x2 - x1) ** 2 + (y2 - y1) ** 2 + EPSILON;
  const dx = (first.x1 + first.x2 - second.x1 - second.x2) / 2;
  const dy = (first.y1 + first.y2 - second.y1 - second.y2) / 2;
  return iou(first, second) - (dx ** 2 + dy ** 2) / diagonalSquared;
}

/**
 * Complete IoU: DIoU - alpha v, where v = 4/pi^2 (atan(w1/h1) - atan(w2/h2))^2 compares the aspect
 * ratios and alpha = v / (1 - IoU + v) (Zheng et al. 2020).
 */
export function completeIou(first: BoxXyxy, second: BoxXyxy): number {
  const v = (4 / Math.PI ** 2) * (aspectAngle(first) - aspectAngle(second)) ** 2;
  const alpha = v / (1 - iou(first, second) + v + EPSILON);
  return distanceIou(first, second) - alpha * v;
}

/** One measure for every pair: `matrix[i][j]` belongs to `firsts[i]` and `seconds[j]`. */
export function overlapMatrix(
  overlap: Overlap,
  firsts: readonly BoxXyxy[],
  seconds: readonly BoxXyxy[],
): number[][] {
  return firsts.map((first) => seconds.map((second) => overlap(first, second)));
}

function intersection(first: BoxXyxy, second: BoxXyxy): number {
  const width = Math.min(first.x2, second.x2) - Math.max(first.x1, second.x1);
  const height = Math.min(first.y2, second.y2) - Math.max(first.y1, second.y1);
  return Math.max(width, 0) * Math.max(height, 0);
}

/** The smallest box around two. */
export function enclosingBox(first: BoxXyxy, second: BoxXyxy): BoxXyxy {
  return {
    x1: Math.min(first.x1, second.x1),
    y1: Math.min(first.y1, second.y1),
    x2: Math.max(first.x2, second.x2),
    y2: Math.max(first.y2, second.y2),
  };
}

function aspectAngle({ x1, y1, x2, y2 }: BoxXyxy): number {
  return Math.atan((x2 - x1) / (y2 - y1));
}
