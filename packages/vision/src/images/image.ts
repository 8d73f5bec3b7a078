// Pictures as plain bytes. Nothing outside this folder knows the library that reads and writes them.
import type { Size } from '../boxes/box.js';

/** A picture: 8-bit sRGB, rows from the top, the three channels of a pixel together (HWC). */
export interface RgbImage extends Size {
  /** `height * width * 3` bytes. */
  readonly data: Uint8Array;
}

/** A picture that cannot be read or written; the message names the file and the rule, `cause` is kept. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/** A picture of one colour, `[red, green, blue]` from 0 to 255. */
export function solidImage({ width, height }: Size, colour: readonly [number, number, number]): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let offset = 0; offset < data.length; offset += 3) data.set(colour, offset);
  return { width, height, data };
}
