import sharp from 'sharp';
import type { Size } from '../boxes/box.js';
import type { RgbImage } from './image.js';
import { luma } from './luma.js';

/** The brightness of a picture scaled into a frame without distortion and centred, black around it; a byte a pixel. */
export async function greyFrame(image: RgbImage, { width, height }: Size): Promise<Uint8Array> {
  const raw = { width: image.width, height: image.height, channels: 3 } as const;
  const isFramed = image.width === width && image.height === height;
  const rgb = isFramed
    ? image.data
    : await sharp(image.data, { raw })
        .resize(width, height, { fit: 'contain', kernel: 'cubic', background: '#000000' })
        .raw()
        .toBuffer();
  return Uint8Array.from({ length: width * height }, (_, pixel) =>
    Math.round(luma(rgb[pixel * 3] as number, rgb[pixel * 3 + 1] as number, rgb[pixel * 3 + 2] as number)),
  );
}
