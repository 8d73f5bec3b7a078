// A picture of any shape in a frame of fixed size: scaled without distortion, centred, the rest grey.
import { type BoxXyxy, clipBox, type Size } from '../boxes/box.js';

/** The map from a picture to its letterboxed frame: frame = picture * scale + offset, per axis. */
export interface Letterbox {
  readonly original: Size;
  readonly frame: Size;
  /** The same for both axes up to the rounding of the scaled picture to whole pixels. */
  readonly scaleX: number;
  readonly scaleY: number;
  /** Width of the left bar and height of the top bar, in pixels of the frame. */
  readonly offsetX: number;
  readonly offsetY: number;
}

/** The grey of the bars, out of 255: the value that YOLO implementations use. */
export const LETTERBOX_GREY = 114;

/** The letterbox of a picture of one size in a frame of another: as large as fits, centred. */
export function fitLetterbox(original: Size, frame: Size): Letterbox {
  const scale = Math.min(frame.width / original.width, frame.height / original.height);
  const width = Math.max(1, Math.round(original.width * scale));
  const height = Math.max(1, Math.round(original.height * scale));
  return {
    // The sizes alone: whoever keeps a letterbox must not keep the pixels of the picture it was fitted to.
    original: { width: original.width, height: original.height },
    frame: { width: frame.width, height: frame.height },
    scaleX: width / original.width,
    scaleY: height / original.height,
    offsetX: Math.floor((frame.width - width) / 2),
    offsetY: Math.floor((frame.height - height) / 2),
  };
}

/** Width and height of the scaled picture, in pixels of the frame. */
export function contentSize({ original, scaleX, scaleY }: Letterbox): Size {
  return { width: Math.round(original.width * scaleX), height: Math.round(original.height * scaleY) };
}

/** A box in pixels of the picture as it lies in the frame, in pixels of the frame. */
export function boxToFrame(box: BoxXyxy, { scaleX, scaleY, offsetX, offsetY }: Letterbox): BoxXyxy {
  return {
    x1: box.x1 * scaleX + offsetX,
    y1: box.y1 * scaleY + offsetY,
    x2: box.x2 * scaleX + offsetX,
    y2: box.y2 * scaleY + offsetY,
  };
}

/** A box in pixels of the frame, back in pixels of the picture and clipped to it. */
export function boxToOriginal(box: BoxXyxy, letterbox: Letterbox): BoxXyxy {
  const { scaleX, scaleY, offsetX, offsetY, original } = letterbox;
  const unclipped = {
    x1: (box.x1 - offsetX) / scaleX,
    y1: (box.y1 - offsetY) / scaleY,
    x2: (box.x2 - offsetX) / scaleX,
    y2: (box.y2 - offsetY) / scaleY,
  };
  return clipBox(unclipped, original);
}
