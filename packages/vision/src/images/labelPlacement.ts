// Where a label goes so that it can be read: at its box, inside the picture, off the labels before it.
import type { BoxXyxy, Size } from '../boxes/box.js';
import { iou } from '../boxes/overlap.js';

/** What becomes of a label that finds no free place. */
export type CoveredLabels = 'draw' | 'omit';

/**
 * Top left corners for labels of the given sizes, one a box, in pixels.
 *
 * Tried in order: above the box, below it, inside its top, inside its bottom, each at the left and at the
 * right edge; the first place that no earlier label touches wins. Where there is none, the label goes to the first
 * place, or nowhere if covered labels are omitted.
 */
export function placeLabels(
  items: readonly { readonly box: BoxXyxy; readonly label: Size }[],
  frame: Size,
  covered: CoveredLabels = 'draw',
): ({ x: number; y: number } | undefined)[] {
  const placed: BoxXyxy[] = [];
  return items.map(({ box, label }) => {
    const places = candidates(box, label).map((place) => moveInside(place, frame));
    const free = places.find((place) => placed.every((other) => !(iou(place, other) > 0)));
    if (free === undefined && covered === 'omit') return undefined;
    const chosen = free ?? (places[0] as BoxXyxy);
    placed.push(chosen);
    return { x: chosen.x1, y: chosen.y1 };
  });
}

function candidates(box: BoxXyxy, { width, height }: Size): BoxXyxy[] {
  const lefts = [box.x1, box.x2 - width];
  const tops = [box.y1 - height, box.y2, box.y1, box.y2 - height];
  return tops.flatMap((y1) => lefts.map((x1) => ({ x1, y1, x2: x1 + width, y2: y1 + height })));
}

function moveInside({ x1, y1, x2, y2 }: BoxXyxy, frame: Size): BoxXyxy {
  const dx = Math.max(Math.min(0, frame.width - x2), -x1);
  const dy = Math.max(Math.min(0, frame.height - y2), -y1);
  return { x1: x1 + dx, y1: y1 + dy, x2: x2 + dx, y2: y2 + dy };
}
