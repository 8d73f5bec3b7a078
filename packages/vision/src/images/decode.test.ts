import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
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

describe('every kind of file gives one picture', () => {
  it.each(['gif', 'webp'] as const)('the first frame of an animated %s', async (format) => {
    const frames = Buffer.concat([Buffer.alloc(300, 255), Buffer.alloc(300, 0)]);
    const animated = await sharp(frames, { raw: { width: 10, height: 20, channels: 3, pageHeight: 10 } })
      .toFormat(format)
      .toBuffer();
    expect((await sharp(animated).metadata()).pages).toBe(2);
    const image = await decodeImage(animated);
    expect([image.width, image.height, ...pixel(image, 5, 5)]).toEqual([10, 10, 255, 255, 255]);
  });
  it.each([1, 3, 4] as const)('one pixel of %i channels', async (channels) => {
    for (const format of ['png', 'webp', 'tiff'] as const) {
      const values = Buffer.from([90, 90, 90, 255].slice(0, channels));
      const one = await sharp(values, { raw: { width: 1, height: 1, channels } })
        .toFormat(format)
        .toBuffer();
      const { width, height, data } = await decodeImage(one);
      expect([width, height, data.length]).toEqual([1, 1, 3]);
      for (const value of data) expect(Math.abs(value - 90)).toBeLessThan(4);
    }
  });
  it('a palette, and one bit a pixel', async () => {
    const palette = await sharp(twoHalves.data, raw).png({ palette: true, colours: 2 }).toBuffer();
    expect(pixel(await decodeImage(palette), 30, 3)).toEqual([0, 0, 255]);
    const white = sharp(Buffer.alloc(64, 255), { raw: { width: 8, height: 8, channels: 1 } });
    expect(pixel(await decodeImage(await white.tiff({ bitdepth: 1 }).toBuffer()), 3, 3)).toEqual([
      255, 255, 255,
    ]);
  });
  it('a wrong ending', async () => {
    const path = join(directory, 'really-png.jpg');
    await writeFile(path, await encodeImage(twoHalves, 'png'));
    expect((await decodeImage(path)).width).toBe(32);
  });
});

/** A PNG of a few bytes whose header claims a picture of this side: compressed, 10 GB of black take as little. */
async function bomb(side: number): Promise<Uint8Array> {
  const small = Buffer.from(await encodeImage(twoHalves, 'png'));
  small.writeUInt32BE(side, 16);
  small.writeUInt32BE(side, 20);
  small.writeUInt32BE(crc32(small.subarray(12, 29)), 29);
  return small;
}

/** The checksum of a PNG chunk (ISO 3309). */
function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return (rest ^ 0xffffffff) >>> 0;
}

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
  it('a decompression bomb, before it is decoded', async () => {
    await expect(refused('bomb.png', await bomb(60_000))).rejects.toThrow(
      /bomb\.png": it has too many pixels: 60000x60000, and at most 100 million are accepted$/,
    );
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30000" height="30000"/>';
    await expect(refused('bomb.svg', svg)).rejects.toThrow(/bomb\.svg": it has too many pixels: 30000x30000/);
    const bytes = await encodeImage(twoHalves, 'png');
    await expect(decodeImage(bytes, { maxPixels: 500 })).rejects.toThrow(
      /32x16, and at most 0\.0005 million/,
    );
  });
  it('a broken link', async () => {
    const path = join(directory, 'link.jpg');
    await symlink(join(directory, 'gone.jpg'), path);
    await expect(decodeImage(path)).rejects.toThrow(`"${path}": it is a link to a file that is not there`);
    await symlink('loop.jpg', join(directory, 'loop.jpg'));
    await expect(decodeImage(join(directory, 'loop.jpg'))).rejects.toThrow(
      /a link that leads back to itself/,
    );
  });
  it('below a file', async () => {
    await writeFile(join(directory, 'file'), '');
    await expect(decodeImage(join(directory, 'file', 'a.jpg'))).rejects.toThrow(
      /a part of the path is a file/,
    );
  });
  it.skipIf(userInfo().uid <= 0)(
    'without permission (skipped for the superuser, who may read everything)',
    async () => {
      const path = join(directory, 'secret.jpg');
      await writeFile(path, await encodeImage(twoHalves, 'jpeg'));
      await chmod(path, 0);
      await expect(decodeImage(path)).rejects.toThrow(`cannot read image "${path}": permission denied`);
    },
  );
  it.skipIf(process.platform === 'win32')('a pipe, which nobody may ever write to', async () => {
    const path = join(directory, 'pipe.jpg');
    execFileSync('mkfifo', [path]);
    await expect(decodeImage(path)).rejects.toThrow(/pipe\.jpg": it is a pipe or a device, not a file/);
  });
});
