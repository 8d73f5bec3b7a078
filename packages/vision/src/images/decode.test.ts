import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from './decode.js';
import { encodeImage } from './encode.js';
import { ImageError, type RgbImage } from './image.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rectify-decode-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Left half red, right half blue. */
const twoHalves: RgbImage = {
  width: 32,
  height: 16,
  data: Uint8Array.from({ length: 32 * 16 * 3 }, (_, index) => {
    const isRight = Math.floor(index / 3) % 32 >= 16;
    return index % 3 === (isRight ? 2 : 0) ? 255 : 0;
  }),
};
const raw = { raw: { width: 32, height: 16, channels: 3 as const } };

function pixel({ width, data }: RgbImage, x: number, y: number): number[] {
  return [...data.slice((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

it('PNG comes back byte for byte', async () => {
  expect(await decodeImage(await encodeImage(twoHalves, 'png'))).toEqual({
    ...twoHalves,
    data: Buffer.from(twoHalves.data),
  });
});

it('EXIF orientation 6 turns the picture clockwise', async () => {
  const turned = await sharp(twoHalves.data, raw).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const image = await decodeImage(turned);
  expect([image.width, image.height]).toEqual([16, 32]);
  const [red = 0, , blueAtTop = 0] = pixel(image, 8, 4);
  const [, , blue = 0] = pixel(image, 8, 28);
  expect(red).toBeGreaterThan(200);
  expect(blueAtTop).toBeLessThan(60);
  expect(blue).toBeGreaterThan(200);
});

describe('every kind of pixel becomes 8-bit RGB', () => {
  it('grey', async () => {
    const grey = await sharp(Buffer.alloc(32 * 16, 77), { raw: { width: 32, height: 16, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    const image = await decodeImage(grey);
    expect(image.data).toHaveLength(32 * 16 * 3);
    expect(pixel(image, 3, 3)).toEqual([77, 77, 77]);
  });
  it('16 bits', async () => {
    const deep = await sharp(twoHalves.data, raw).toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    const image = await decodeImage(deep);
    expect(pixel(image, 3, 3)).toEqual([255, 0, 0]);
    expect(pixel(image, 30, 3)).toEqual([0, 0, 255]);
  });
  it('16-bit grey with transparency', async () => {
    const deep = await sharp(Buffer.alloc(32 * 16, 77), { raw: { width: 32, height: 16, channels: 1 } })
      .ensureAlpha(1)
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect(pixel(await decodeImage(deep), 3, 3)).toEqual([77, 77, 77]);
  });
  it('transparency, laid on white', async () => {
    const clear = await sharp(twoHalves.data, raw).ensureAlpha(0).png().toBuffer();
    expect(pixel(await decodeImage(clear), 3, 3)).toEqual([255, 255, 255]);
  });
  it('CMYK', async () => {
    const printed = await sharp(twoHalves.data, raw).toColourspace('cmyk').jpeg().toBuffer();
    const image = await decodeImage(printed);
    expect(image.data).toHaveLength(32 * 16 * 3);
    expect(pixel(image, 3, 3)[0]).toBeGreaterThan(180);
  });
});

describe('what cannot be read is named, with the rule', () => {
  const refused = async (name: string, content: Uint8Array | string) => {
    const path = join(directory, name);
    await writeFile(path, content);
    return decodeImage(path);
  };
  it('missing', async () => {
    const path = join(directory, 'missing.jpg');
    await expect(decodeImage(path)).rejects.toThrow(
      new ImageError(`cannot read image "${path}": there is no such file`),
    );
  });
  it('a directory', async () => {
    await expect(decodeImage(directory)).rejects.toThrow('it is a directory, not a file');
  });
  it('empty', async () => {
    await expect(refused('empty.jpg', '')).rejects.toThrow(
      /empty\.jpg": the file is empty or in no known format/,
    );
  });
  it('text', async () => {
    await expect(refused('text.jpg', 'not an image')).rejects.toThrow(/text\.jpg": .*known: JPEG, PNG/);
  });
  it.each(['jpeg', 'png', 'webp'] as const)('truncated %s', async (format) => {
    const whole = await encodeImage(twoHalves, format);
    const half = whole.subarray(0, Math.floor(whole.length * 0.6));
    await expect(refused(`half.${format}`, half)).rejects.toThrow(
      /half\..*": the file is damaged or incomplete/,
    );
  });
  it('damaged in the middle', async () => {
    const bytes = Buffer.from(await encodeImage(twoHalves, 'png'));
    bytes.fill(0, 40, 60);
    await expect(refused('damaged.png', bytes)).rejects.toThrow(ImageError);
  });
  it('more pixels than allowed', async () => {
    const bytes = await encodeImage(twoHalves, 'png');
    await expect(decodeImage(bytes, { name: 'bomb.png', maxPixels: 500 })).rejects.toThrow(
      /"bomb\.png": it has too many pixels/,
    );
  });
});
