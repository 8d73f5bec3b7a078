// What tells whether two pictures are the same, or look the same.
import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { RgbImage } from './image.js';

/** What a picture is compared by. */
export interface Fingerprint {
  /** SHA-256 of width, height and all pixels: equal only for equal pictures, whatever file they come from. */
  readonly pixels: string;
  /** The picture at 16 by 16 pixels, RGB: nearly equal after another compression or size. */
  readonly thumbnail: Uint8Array;
}

const SIDE_PIXELS = 16;

/** The fingerprint of a picture. */
export async function fingerprint({ width, height, data }: RgbImage): Promise<Fingerprint> {
  const pixels = createHash('sha256').update(`${width}x${height} `).update(data).digest('hex');
  const thumbnail = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(SIDE_PIXELS, SIDE_PIXELS, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  return { pixels, thumbnail };
}

/**
 * Mean absolute difference between two thumbnails, in levels of 255; above `limit` only that it is above, because
 * most pairs differ a lot and need not be compared to the end.
 */
export function thumbnailDifference(first: Uint8Array, second: Uint8Array, limit: number): number {
  const largest = limit * first.length;
  let sum = 0;
  for (let index = 0; index < first.length && sum <= largest; index++) {
    sum += Math.abs((first[index] as number) - (second[index] as number));
  }
  return sum / first.length;
}
