// What every detection metric starts from: the truth and what was detected, over a set of images.

import type { BoxXyxy } from '../boxes/box.js';
import type { ClassifiedBox } from '../boxes/nonMaximumSuppression.js';
import { coveredShare, iou } from '../boxes/overlap.js';

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
  /**
   * COCO's `iscrowd`: the box holds many objects that were not told apart. Ignored like a difficult truth, by any
   * number of detections, and compared with each by the share of it that lies inside. Default false.
   */
  readonly isCrowd?: boolean;
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
  return groupByImage(items.filter((item) => item.classIndex === classIndex));
}

/** The same of all classes together. */
export function groupByImage<Item extends { image: number }>(items: readonly Item[]): Map<number, Item[]> {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const group = groups.get(item.image);
    if (group === undefined) groups.set(item.image, [item]);
    else group.push(item);
  }
  return groups;
}

/** True for a truth that neither rewards nor punishes: a difficult one, or a crowd. */
export function isUncounted({ isDifficult = false, isCrowd = false }: Truth): boolean {
  return isDifficult || isCrowd;
}

/** How well a box fits a truth: their IoU, or for a crowd the share of the box inside it. */
export function fitOf(box: BoxXyxy, truth: Truth): number {
  return truth.isCrowd ? coveredShare(box, truth.box) : iou(box, truth.box);
}
