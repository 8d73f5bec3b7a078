// Where neighbouring cells see one object, the mean of their boxes lies closer to it than the best of them.
import type { BoxXyxy } from './box.js';
import type { ClassifiedBox } from './nonMaximumSuppression.js';
import { iou } from './overlap.js';

/**
 * The mean of the boxes of a detection's class that overlap it by at least `iouThreshold`, each weighted by its score
 * times that overlap (Gidaris, Komodakis 2015, section 4.2, who weight by the score alone).
 *
 * A detection without voters, or whose voters all have score 0, stays where it is.
 *
 * @param voters - the boxes that non-maximum suppression chose from, the detection among them
 */
export function voteOnBox(
  detection: ClassifiedBox,
  voters: readonly ClassifiedBox[],
  iouThreshold: number,
): BoxXyxy {
  let total = 0;
  let [x1, y1, x2, y2] = [0, 0, 0, 0];
  for (const { box, score, classIndex } of voters) {
    if (classIndex !== detection.classIndex) continue;
    const overlap = iou(detection.box, box);
    // Negated, so that the NaN of two boxes without area has no vote.
    if (!(overlap >= iouThreshold)) continue;
    const weight = score * overlap;
    total += weight;
    x1 += weight * box.x1;
    y1 += weight * box.y1;
    x2 += weight * box.x2;
    y2 += weight * box.y2;
  }
  return total > 0 ? { x1: x1 / total, y1: y1 / total, x2: x2 / total, y2: y2 / total } : detection.box;
}
