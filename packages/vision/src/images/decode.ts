import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { ImageError, type RgbImage } from './image.js';

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
  const bytes = typeof source === 'string' ? await readBytes(source, name) : source;
  try {
    const { data, info } = await sharp(bytes, {
      limitInputPixels: options.maxPixels ?? DEFAULT_MAX_PIXELS,
      failOn: 'error',
    })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: toRgb(data, info.channels) };
  } catch (cause) {
    throw new ImageError(`cannot decode image "${name}": ${explain(cause)}`, { cause });
  }
}

async function readBytes(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = READ_FAILURES[code ?? ''] ?? (cause as Error).message;
    throw new ImageError(`cannot read image "${name}": ${reason}`, { cause });
  }
}

const READ_FAILURES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory, not a file',
  EACCES: 'permission denied',
};

function explain(cause: unknown): string {
  const message = (cause as Error).message;
  if (/unsupported image format|is empty/i.test(message)) {
    return 'the file is empty or in no known format; known: JPEG, PNG, WebP, GIF, TIFF, AVIF, SVG';
  }
  if (/pixel limit/i.test(message)) return `it has too many pixels (${message})`;
  return `the file is damaged or incomplete (${message.split('\n')[0]})`;
}

function toRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  // Greyscale without alpha stays at one channel through the conversion to sRGB.
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let pixel = 0; pixel * channels < data.length; pixel++) {
    rgb.fill(data[pixel * channels] as number, pixel * 3, pixel * 3 + 3);
  }
  return rgb;
}
