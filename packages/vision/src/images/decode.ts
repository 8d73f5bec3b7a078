import sharp from 'sharp';
import { ImageError, type RgbImage } from './image.js';
import { ReadFailure, readWholeFile } from './readWholeFile.js';

/** Settings of `decodeImage`. */
export interface DecodeOptions {
  /** How errors name the picture; default the path, or `image in memory`. */
  readonly name?: string;
  /** Largest picture accepted, in pixels: a small file can claim a huge one. Default 100 million. */
  readonly maxPixels?: number;
}

const DEFAULT_MAX_PIXELS = 100_000_000;

/**
 * Reads a picture in any common format (JPEG, PNG, WebP, GIF, TIFF, AVIF, SVG) as 8-bit RGB.
 *
 * The EXIF orientation is applied, transparency is laid on white, grey and 16-bit pictures are
 * converted, and an animation gives its first frame.
 *
 * @example
 * ```ts
 * const { width, height, data } = await decodeImage('photo.jpg');
 * ```
 *
 * @param source - a path, or the bytes of a file
 * @throws ImageError if there is no such file, or it is not a whole picture of at most `maxPixels`
 */
export async function decodeImage(
  source: string | Uint8Array,
  options: DecodeOptions = {},
): Promise<RgbImage> {
  const name = options.name ?? (typeof source === 'string' ? source : 'image in memory');
  const maxPixels = options.maxPixels ?? DEFAULT_MAX_PIXELS;
  const bytes = typeof source === 'string' ? await readBytes(source, name) : source;
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: toRgb(data, info.channels) };
  } catch (cause) {
    throw new ImageError(`cannot decode image "${name}": ${await explain(cause, bytes, maxPixels)}`, {
      cause,
    });
  }
}

async function readBytes(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readWholeFile(path);
  } catch (cause) {
    if (!(cause instanceof ReadFailure)) throw cause;
    throw new ImageError(`cannot read image "${name}": ${cause.message}`, { cause });
  }
}

async function explain(cause: unknown, bytes: Uint8Array, maxPixels: number): Promise<string> {
  const message = (cause as Error).message;
  if (/unsupported image format|is empty/i.test(message)) {
    return 'the file is empty or in no known format; known: JPEG, PNG, WebP, GIF, TIFF, AVIF, SVG';
  }
  if (/pixel limit/i.test(message)) {
    // Reads the header alone.
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return `it has too many pixels: ${width}x${height}, and at most ${maxPixels / 1e6} million are accepted`;
  }
  return `the file is damaged or incomplete (${message.split('\n')[0]?.replace(/:$/, '')})`;
}

function toRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  if (channels !== 1) throw new Error(`${channels} channels are neither grey nor colour`);
  // Greyscale without alpha stays at one channel through the conversion to sRGB.
  const rgb = new Uint8Array(data.length * 3);
  for (const [pixel, grey] of data.entries()) rgb.fill(grey, pixel * 3, pixel * 3 + 3);
  return rgb;
}
