import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { checkDataset, splitSheet } from '../src/datasets/checkDataset.js';
import { openDataset } from '../src/datasets/openDataset.js';
import { decodeImage } from '../src/images/decode.js';
import { dataFolder } from './dataFolder.js';
import { squaresFolder } from './squaresFolder.js';

/** A picture of 96 by 64 that no other seed resembles. */
async function photograph(seed: number): Promise<Uint8Array> {
  const pixels = Uint8Array.from(
    { length: 4 * 3 * 3 },
    (_, at) => (at * at * 7 + seed * (at * 31 + 97)) % 256,
  );
  return sharp(pixels, { raw: { width: 4, height: 3, channels: 3 } })
    .resize(96, 64, { kernel: 'cubic' })
    .jpeg({ quality: 95 })
    .toBuffer();
}

const YAML = 'train: images/train\nval: images/val\nnames: [cat, dog]';

describe('checkDataset', () => {
  it('counts objects by class, and sizes', async () => {
    const directory = await dataFolder({
      'data.yaml': YAML,
      'images/train/a.jpg': await photograph(1),
      'images/train/b.jpg': await photograph(2),
      'images/val/c.jpg': await photograph(3),
      'labels/train/a.txt': '0 0.5 0.5 0.5 0.5\n1 0.25 0.25 0.0625 0.125\n0 0.5 0.5 1 1',
      'labels/train/b.txt': '',
      'labels/val/c.txt': '1 0.5 0.5 1.0 0.8\n1 0.9 0.5 0.5 0.5',
    });
    const { splits, problems, duplicates } = await checkDataset(`yolo:${directory}`);
    expect({ problems, duplicates }).toEqual({ problems: [], duplicates: [] });
    const [train, val] = splits;
    expect(train).toMatchObject({
      name: 'train',
      images: 2,
      imagesWithoutObjects: 1,
      objects: 3,
      ignoredObjects: 0,
      objectsPerClass: { cat: 2, dog: 1 },
      warnings: [],
    });
    // Sides: the root of 48 x 32, 6 x 8 and 96 x 64.
    expect(train?.boxSides.counts).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 0]);
    expect(train?.boxShares).toEqual({ edges: [0, 0.02, 0.05, 0.1, 0.2, 0.5], counts: [0, 0, 1, 0, 0, 2] });
    expect(train?.imageSides.counts).toEqual([2, 0, 0, 0, 0, 0, 0]);
    expect(val?.warnings).toMatchObject([{ rule: 'boxes beyond the border, clipped', count: 1 }]);
  });

  it('goes on behind what is broken, and names it all', async () => {
    const directory = await dataFolder({
      'annotations/instances_train.json': {
        images: ['a', 'gone', 'cut'].map((name, id) => ({ id, file_name: `${name}.jpg` })),
        annotations: [
          { image_id: 0, category_id: 1, bbox: [1, 2, 3, 4], iscrowd: 1 },
          { image_id: 0, category_id: 1, bbox: [1, 2, 'x', 4] },
        ],
        categories: [{ id: 1, name: 'cat' }],
      },
      'annotations/instances_val.json': { images: [], annotations: [], categories: [{ id: 1, name: 'cat' }] },
      'images/a.jpg': await photograph(1),
      'images/cut.jpg': (await photograph(2)).subarray(0, 400),
    });
    const { splits, problems } = await checkDataset(`coco:${directory}`);
    expect(problems.map(({ kind }) => kind)).toEqual(['broken label', 'missing image', 'unreadable image']);
    expect(splits).toMatchObject([
      { name: 'train', images: 1, objects: 1, ignoredObjects: 1 },
      { name: 'val', images: 0 },
    ]);
  });

  it('names broken annotations of Pascal VOC once', async () => {
    const directory = await squaresFolder();
    await writeFile(join(directory, 'Annotations', 's0.xml'), '<annotation>');
    const { splits, problems } = await checkDataset(`voc:${directory}`);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/s0\.xml: not well-formed XML/),
    ]);
    expect(splits.map(({ images }) => images)).toEqual([31, 8]);
  });

  it('finds pictures that are there twice: as bytes, as pixels, and by their look', async () => {
    const [one, two, three] = [await photograph(1), await photograph(2), await photograph(3)];
    const directory = await dataFolder({
      'data.yaml': YAML,
      'images/train/bytes.jpg': one,
      'images/train/pixels.jpg': two,
      'images/train/look.jpg': three,
      'images/train/other.jpg': await photograph(4),
      'images/val/bytes-again.jpg': one,
      'images/val/pixels-again.png': await sharp(two).png().toBuffer(),
      'images/train/look-again.webp': await sharp(three).resize(60).webp({ quality: 60 }).toBuffer(),
      'labels/train/other.txt': '',
      'labels/val/bytes-again.txt': '',
    });
    const { duplicates } = await checkDataset(`yolo:${directory}`);
    const name = (path: string) => path.slice(directory.length + 'images/'.length + 1);
    expect(
      duplicates.map(({ likeness, isAcrossSplits, pictures }) => [
        likeness,
        isAcrossSplits,
        pictures.map((picture) => name(picture.name)).sort(),
      ]),
    ).toEqual([
      ['same bytes', true, ['train/bytes.jpg', 'val/bytes-again.jpg']],
      ['look alike', false, ['train/look-again.webp', 'train/look.jpg']],
      ['same pixels', true, ['train/pixels.jpg', 'val/pixels-again.png']],
    ]);
  });

  it('finds a file that is in two splits', async () => {
    const directory = await dataFolder({
      'data.yaml': 'train: images\nval: images\nnames: [cat]',
      'images/a.jpg': await photograph(1),
      'labels/a.txt': '',
    });
    const { duplicates } = await checkDataset(`yolo:${directory}`);
    expect(duplicates).toMatchObject([{ likeness: 'same file', isAcrossSplits: true }]);
  });

  it('looks at the beginning of generated data', async () => {
    const { splits, duplicates } = await checkDataset('digits');
    expect(splits.map(({ name, images }) => [name, images])).toEqual([
      ['train', 200],
      ['val', 200],
    ]);
    expect(duplicates).toEqual([]);
  });
});

it('the contact sheet of a split shows its pictures in rows, with their boxes', async () => {
  const dataset = await openDataset(`voc:${await squaresFolder()}`);
  const sheet = await decodeImage(await splitSheet(dataset, 'val'));
  // Two rows of four panels of 480 by 360 with 8 pixels between, and 26 for each title.
  expect([sheet.width, sheet.height]).toEqual([4 * 488 + 8, 2 * 394 + 8]);
  const directory = await dataFolder({ 'classes.txt': 'cat', 'a.jpg': 'text', 'a.txt': '' });
  const broken = await openDataset(`yolo:${directory}`, { onProblem: () => {} });
  await expect(splitSheet(broken, 'all')).rejects.toThrow(/split "all": no picture can be read/);
});
