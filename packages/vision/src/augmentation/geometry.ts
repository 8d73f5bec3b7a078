// Where a varied picture lies in the frame: one map an axis, since nothing is rotated.
import { type BoxXyxy, boxArea, clipBoxTo } from '../boxes/box.js';
import type { LabelledObject } from '../datasets/dataset.js';

/** One axis: frame position = picture position * scale + offset; a negative scale mirrors. */
export interface AxisMap {
  readonly scale: number;
  readonly offset: number;
}

/** From, included, to, excluded, along one axis in pixels. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A picture's place: the maps of both axes, and the part of the frame that it may fill. */
export interface Placement {
  readonly mapX: AxisMap;
  readonly mapY: AxisMap;
  readonly columns: Span;
  readonly rows: Span;
}

/** A box that is cut and has a thinner side than this, in pixels of the frame, is no object; Ultralytics the same. */
const LEAST_SIDE_PIXELS = 2;

/** Scales around the middle of the frame, then moves by a share of its length. */
export function centredAxis(length: number, scale: number, shift: number): AxisMap {
  return { scale, offset: (length / 2) * (1 - scale) + length * shift };
}

/** Scales a span of the picture and puts its end, or its beginning, at `position` of the frame. */
export function cornerAxis(
  { from, to }: Span,
  scale: number,
  at: { side: 'end' | 'start'; position: number },
): AxisMap {
  const edges = [from * scale, to * scale];
  const edge = at.side === 'end' ? Math.max(...edges) : Math.min(...edges);
  return { scale, offset: at.position - edge };
}

/**
 * The objects of a picture at its place, clipped to it; those of which too little is left are dropped.
 *
 * @param minimumVisibility - the least share of its area that is left of a cut object
 */
export function placeObjects(
  objects: readonly LabelledObject[],
  placement: Placement,
  minimumVisibility: number,
): LabelledObject[] {
  const { columns, rows } = placement;
  const region = { x1: columns.from, y1: rows.from, x2: columns.to, y2: rows.to };
  return objects.flatMap((object) => {
    const moved = moveBox(object.box, placement);
    const box = clipBoxTo(moved, region);
    const [area, areaBefore] = [boxArea(box), boxArea(moved)];
    const isKept = area === areaBefore || (area >= minimumVisibility * areaBefore && isThickEnough(box));
    return isKept ? [{ ...object, box }] : [];
  });
}

function isThickEnough({ x1, y1, x2, y2 }: BoxXyxy): boolean {
  return Math.min(x2 - x1, y2 - y1) >= LEAST_SIDE_PIXELS;
}

function moveBox({ x1, y1, x2, y2 }: BoxXyxy, { mapX, mapY }: Placement): BoxXyxy {
  const move = (value: number, { scale, offset }: AxisMap) => value * scale + offset;
  const [xa, xb, ya, yb] = [move(x1, mapX), move(x2, mapX), move(y1, mapY), move(y2, mapY)];
  return { x1: Math.min(xa, xb), y1: Math.min(ya, yb), x2: Math.max(xa, xb), y2: Math.max(ya, yb) };
}
