// Axis-aligned boxes. A type names the layout; the variable's name adds the frame: `boxXyxyPixels` in
// pixels of an image (x to the right, y down, edges and not pixel centres), `boxXyxyUnit` as a share of it.

/** A box by its corners: left, top, right and bottom edge. */
export interface BoxXyxy {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** A box by its centre and size. */
export interface BoxCxcywh {
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
}

/** A box by its top left corner and size, as COCO files write it. */
export interface BoxXywh {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The width and height of an image or of a frame, in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Corners to centre and size. */
export function xyxyToCxcywh({ x1, y1, x2, y2 }: BoxXyxy): BoxCxcywh {
  return { cx: (x1 + x2) / 2, cy: (y1 + y2) / 2, width: x2 - x1, height: y2 - y1 };
}

/** Centre and size to corners. */
export function cxcywhToXyxy({ cx, cy, width, height }: BoxCxcywh): BoxXyxy {
  return { x1: cx - width / 2, y1: cy - height / 2, x2: cx + width / 2, y2: cy + height / 2 };
}

/** Corners to top left corner and size. */
export function xyxyToXywh({ x1, y1, x2, y2 }: BoxXyxy): BoxXywh {
  return { x: x1, y: y1, width: x2 - x1, height: y2 - y1 };
}

/** Top left corner and size to corners. */
export function xywhToXyxy({ x, y, width, height }: BoxXywh): BoxXyxy {
  return { x1: x, y1: y, x2: x + width, y2: y + height };
}

/** Width times height, in squared units of the box; negative if exactly one side runs backwards. */
export function boxArea({ x1, y1, x2, y2 }: BoxXyxy): number {
  return (x2 - x1) * (y2 - y1);
}

/** The part of a pixel box inside an image; a box wholly outside becomes one without area on the border. */
export function clipBox(box: BoxXyxy, { width, height }: Size): BoxXyxy {
  return clipBoxTo(box, { x1: 0, y1: 0, x2: width, y2: height });
}

/** The part of a box inside another; a box wholly outside becomes one without area on its border. */
export function clipBoxTo({ x1, y1, x2, y2 }: BoxXyxy, region: BoxXyxy): BoxXyxy {
  return {
    x1: clamp(x1, region.x1, region.x2),
    y1: clamp(y1, region.y1, region.y2),
    x2: clamp(x2, region.x1, region.x2),
    y2: clamp(y2, region.y1, region.y2),
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
