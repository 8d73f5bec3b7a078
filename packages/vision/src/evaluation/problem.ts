// What every detection metric starts from: the truth and what was detected, over a set of images.

import type { BoxXyxy } from '../boxes/box.js';
import type { ClassifiedBox } from '../boxes/nonMaximumSuppression.js';

/** An object that is really there. */
export interface Truth {
  /** Position of the image in the set; ties in score across images resolve by it. */
  readonly image: number;
  readonly classIndex: number;
  readonly box: BoxXyxy;
  /** For the size bins, in squared pixels; default the area of `box`. */
  readonly area?: number;
  /** VOC's `difficult`: neither a miss if it is not found nor a mistake if it is. Default false. */
  readonly isDifficult?: boolean;
}

/** A detection, with the image it was made on. */
export interface Detection extends ClassifiedBox {
  readonly image: number;
}

/** A set of images with truth and detections, in the pixels of each image. */
export interface DetectionProblem {
  readonly classCount: number;
  readonly truths: readonly Truth[];
  readonly detections: readonly Detection[];
}

/** The members of one class, grouped by image. */
export function byImage<Item extends { image: number; classIndex: number }>(
  items: readonly Item[],
  classIndex: number,
): Map<number, Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    if (item.classIndex !== classIndex) continue;
    const group = groups.get(item.image);
    if (group === undefined) groups.set(item.image, [item]);
    else group.push(item);
  }
  return groups;
}
