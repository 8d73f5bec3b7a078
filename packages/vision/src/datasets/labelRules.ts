// What every format asks of the boxes on one picture, and what becomes of those that fall short.
import { type BoxXyxy, clipBox, type Size } from '../boxes/box.js';
import type { LabelledObject } from './dataset.js';
import type { Findings } from './findings.js';

/** What warnings say. */
export const LABEL_WARNINGS = {
  withoutArea: 'boxes without area, skipped',
  beyondBorder: 'boxes beyond the border, clipped',
  repeated: 'boxes given twice, kept once',
  polygon: 'polygons, replaced by the box around them',
} as const;

/** Overshoot in pixels that is taken for rounding: COCO and YOLO files hold few decimals. */
const ROUNDING_PIXELS = 0.5;

/**
 * Boxes of finite numbers become boxes inside the picture and with area: what reaches beyond the border is cut off
 * (silently up to half a pixel), what has no area then or runs backwards is skipped, and of equal boxes of one class
 * the first is kept.
 */
export function tidyObjects(
  objects: readonly LabelledObject[],
  size: Size,
  { findings, file }: { readonly findings: Findings; readonly file: string },
): LabelledObject[] {
  const seen = new Set<string>();
  const kept: LabelledObject[] = [];
  for (const object of objects) {
    const box = clipBox(object.box, size);
    if (!(box.x2 > box.x1 && box.y2 > box.y1)) {
      findings.warn(LABEL_WARNINGS.withoutArea, file);
      continue;
    }
    if (overshoot(object.box, box) > ROUNDING_PIXELS) findings.warn(LABEL_WARNINGS.beyondBorder, file);
    const key = [object.classIndex, box.x1, box.y1, box.x2, box.y2].join(' ');
    if (seen.has(key)) findings.warn(LABEL_WARNINGS.repeated, file);
    else kept.push({ ...object, box });
    seen.add(key);
  }
  return kept;
}

function overshoot(box: BoxXyxy, clipped: BoxXyxy): number {
  const sides = ['x1', 'y1', 'x2', 'y2'] as const;
  return Math.max(...sides.map((side) => Math.abs(box[side] - clipped[side])));
}

/** The smallest box around a polygon given as x, y, x, y, ... */
export function boxAround(coordinates: readonly number[]): BoxXyxy {
  const xs = coordinates.filter((_, index) => index % 2 === 0);
  const ys = coordinates.filter((_, index) => index % 2 === 1);
  return { x1: Math.min(...xs), y1: Math.min(...ys), x2: Math.max(...xs), y2: Math.max(...ys) };
}

/**
 * The rule that a list of class names breaks, or undefined: each must be a text of its own, without control
 * characters.
 */
export function brokenNameRule(names: readonly string[]): string | undefined {
  if (names.length === 0) return 'names no class';
  const bad = names.find((name) => name.trim() === '' || /\p{Cc}/u.test(name));
  if (bad !== undefined) return `a class name must be a visible text, got ${JSON.stringify(bad)}`;
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined ? undefined : `two classes are named "${twice}"`;
}
