import sharp from 'sharp';
import type { RgbImage } from './image.js';

/** A file format that pictures are written in. */
export type ImageFormat = 'webp' | 'png' | 'jpeg';

/**
 * The bytes of an image file.
 *
 * @param quality - of WebP and JPEG, 1 to 100, default 82; PNG has no loss
 */
export async function encodeImage(
  { width, height, data }: RgbImage,
  format: ImageFormat,
  quality = 82,
): Promise<Uint8Array> {
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  const encoded = format === 'png' ? picture.png() : picture[format]({ quality });
  return encoded.toBuffer();
}
