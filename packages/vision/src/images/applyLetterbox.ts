import sharp from 'sharp';
import type { RgbImage } from './image.js';
import { contentSize, LETTERBOX_GREY, type Letterbox } from './letterbox.js';

/** The picture in its frame; a picture that already has the frame's size comes back as it is. */
export async function applyLetterbox(image: RgbImage, letterbox: Letterbox): Promise<RgbImage> {
  const { original, frame, offsetX, offsetY } = letterbox;
  if (original.width === frame.width && original.height === frame.height) return image;
  const { width, height } = contentSize(letterbox);
  const data = await sharp(image.data, { raw: { width: image.width, height: image.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .extend({
      left: offsetX,
      top: offsetY,
      right: frame.width - width - offsetX,
      bottom: frame.height - height - offsetY,
      background: { r: LETTERBOX_GREY, g: LETTERBOX_GREY, b: LETTERBOX_GREY },
    })
    .raw()
    .toBuffer();
  return { ...frame, data };
}
