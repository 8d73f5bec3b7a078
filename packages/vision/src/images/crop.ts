import sharp from 'sharp';
import type { BoxXyxy, Size } from '../boxes/box.js';
import type { RgbImage } from './image.js';

/** A part of a picture, scaled. */
export interface Crop {
  readonly image: RgbImage;
  /** Maps a box in pixels of the whole picture to pixels of the part; it may lie beyond its border. */
  readonly place: (box: BoxXyxy) => BoxXyxy;
}

/**
 * The surroundings of a box: a square around its middle, moved inside the picture and cut where that is too small, scaled
 * so that its longer side has `sidePixels`.
 *
 * @param surroundings - side of the square, in pixels of the picture
 */
export async function cropAround(
  image: RgbImage,
  box: BoxXyxy,
  { surroundings, sidePixels }: { readonly surroundings: number; readonly sidePixels: number },
): Promise<Crop> {
  const x = span((box.x1 + box.x2) / 2, surroundings, image.width);
  const y = span((box.y1 + box.y2) / 2, surroundings, image.height);
  const scale = sidePixels / Math.max(x.length, y.length);
  const size: Size = { width: Math.round(x.length * scale), height: Math.round(y.length * scale) };
  const data = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .extract({ left: x.start, top: y.start, width: x.length, height: y.length })
    .resize(size.width, size.height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return {
    image: { ...size, data },
    place: ({ x1, y1, x2, y2 }) => ({
      x1: (x1 - x.start) * scale,
      y1: (y1 - y.start) * scale,
      x2: (x2 - x.start) * scale,
      y2: (y2 - y.start) * scale,
    }),
  };
}

/** Whole pixels around a middle, inside the picture. */
function span(middle: number, wanted: number, available: number): { start: number; length: number } {
  const length = Math.min(Math.ceil(wanted), available);
  const start = Math.round(middle - length / 2);
  return { start: Math.min(Math.max(start, 0), available - length), length };
}
