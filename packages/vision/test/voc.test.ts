import { existsSync } from 'node:fs';
import { unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DatasetError } from '../src/datasets/dataset.js';
import { openDataset } from '../src/datasets/openDataset.js';
import { prepareSplit } from '../src/datasets/preparedSplit.js';
import { solidImage } from '../src/images/image.js';
import { type VocFile, vocFolder } from './vocFolder.js';

const good: VocFile = { objects: ['cat 10 8 30 40', 'dog 40 4 60 20'] };

async function openOne(file: VocFile) {
  return openDataset(`voc:${await vocFolder({ good, one: file }, { train: ['good'], val: ['one'] })}`);
}

describe('voc', () => {
  it('reads splits, classes, pictures and boxes', async () => {
    const directory = await vocFolder(
      { a: good, b: { objects: ['ant 1 2 3 4'] } },
      { train: ['a'], val: ['b'] },
    );
    const dataset = await openDataset(`voc:${directory}`);
    expect(dataset).toMatchObject({
      spec: `voc:${directory}`,
      classes: ['ant', 'cat', 'dog'],
      splitNames: ['train', 'val'],
    });
    const split = await dataset.split('train');
    expect(split).toMatchObject({ length: 1, isEndless: false, warnings: [] });
    const { id, image, objects } = await split.example(0);
    expect([id, image.width, image.height]).toEqual(['a', 64, 48]);
    expect(objects).toEqual([
      { classIndex: 1, box: { x1: 10, y1: 8, x2: 30, y2: 40 }, isDifficult: false },
      { classIndex: 2, box: { x1: 40, y1: 4, x2: 60, y2: 20 }, isDifficult: false },
    ]);
    await expect(split.example(1)).rejects.toThrow(
      'split "train": index must be an integer from 0 to 0, got 1',
    );
  });

  it('skips boxes without area and clips boxes beyond the border, and counts both', async () => {
    const objects = ['cat 5 5 5 20', 'cat 30 30 20 40', 'cat 50 -4 90 20', 'cat 70 5 90 20'];
    const split = await (await openOne({ objects })).split('val');
    expect((await split.example(0)).objects.map(({ box }) => box)).toEqual([
      { x1: 50, y1: 0, x2: 64, y2: 20 },
    ]);
    expect(split.warnings.map(({ rule, count }) => [rule, count])).toEqual([
      ['boxes without area, skipped', 3],
      ['boxes beyond the border, clipped', 1],
    ]);
    expect(split.warnings[0]?.files).toEqual([expect.stringMatching(/Annotations\/one\.xml$/)]);
  });

  it('marks difficult objects, and takes pictures without any', async () => {
    const dataset = await openOne({ objects: ['cat 1 2 30 40'], difficult: true });
    expect((await (await dataset.split('val')).example(0)).objects).toMatchObject([{ isDifficult: true }]);
    const empty = await openOne({ objects: [] });
    expect((await (await empty.split('val')).example(0)).objects).toEqual([]);
  });

  it('of a list of one class, leaves out the pictures that do not have it', async () => {
    const directory = await vocFolder({ a: good, b: good }, { cat_train: ['a  1', 'b -1'] });
    expect((await (await openDataset(`voc:${directory}`)).split('cat_train')).length).toBe(1);
  });

  it('letterboxes each picture once', async () => {
    const directory = await vocFolder({ a: good }, { train: ['a'] });
    const prepared = prepareSplit(await (await openDataset(`voc:${directory}`)).split('train'), {
      width: 32,
      height: 32,
    });
    const first = await prepared.example(0);
    expect(first.pixels).toHaveLength(32 * 32 * 3);
    expect(first.objects[0]?.box).toEqual({ x1: 5, y1: 8, x2: 15, y2: 24 });
    await unlink(join(directory, 'JPEGImages', 'a.jpg'));
    expect(await prepared.example(0)).toBe(first);
  });
});

describe('what breaks a rule is named by file and rule', () => {
  it('no such folder', async () => {
    await expect(openDataset('voc:/nowhere')).rejects.toThrow(
      'voc:/nowhere: cannot read the folder ImageSets/Main; a Pascal VOC folder has',
    );
  });
  it('unknown split', async () => {
    await expect((await openOne(good)).split('tset')).rejects.toThrow(
      /unknown split "tset"; known: train, val$/,
    );
  });
  it('broken XML', async () => {
    await expect(openOne({ objects: [], xml: '<annotation><object></annotation>' })).rejects.toThrow(
      /one\.xml: not well-formed XML at line 1: /,
    );
  });
  it('another kind of XML', async () => {
    await expect(openOne({ objects: [], xml: '<svg/>' })).rejects.toThrow(
      /one\.xml: .*root element "annotation"/,
    );
  });
  it('a coordinate that is no number', async () => {
    await expect(openOne({ objects: ['cat 1 2 x 4'] })).rejects.toThrow(
      /one\.xml: object 1 \("cat"\): bndbox\/xmax must be a number, got "x"/,
    );
  });
  it('a missing coordinate', async () => {
    const xml = '<annotation><object><name>cat</name></object></annotation>';
    await expect(openOne({ objects: [], xml })).rejects.toThrow(
      /bndbox\/xmin must be a number, got undefined/,
    );
  });
  it('an object without a name', async () => {
    await expect(openOne({ objects: [' 1 2 3 4'] })).rejects.toThrow(/one\.xml: object 1 has no name/);
  });
  it('no object anywhere', async () => {
    const directory = await vocFolder({ a: { objects: [] } }, { train: ['a'] });
    await expect(openDataset(`voc:${directory}`)).rejects.toThrow(
      /no annotation in Annotations has an object/,
    );
  });
  it('a split that names no picture, or one without annotation', async () => {
    const directory = await vocFolder({ good }, { train: ['good', 'gone'], val: [''] });
    const dataset = await openDataset(`voc:${directory}`);
    await expect(dataset.split('train')).rejects.toThrow(
      /train\.txt, line 2: names "gone", but Annotations\/gone\.xml is missing/,
    );
    await expect(dataset.split('val')).rejects.toThrow(/val\.txt: names no picture/);
  });
  it('an annotation that names a missing picture', async () => {
    const dataset = await openOne({ ...good, imageName: 'other.jpg' });
    await expect(dataset.split('val')).rejects.toThrow(
      /one\.xml: names the picture "other\.jpg", which is not in JPEGImages/,
    );
  });
  it('a picture that cannot be decoded', async () => {
    const directory = await vocFolder({ good }, { train: ['good'] });
    await writeFile(join(directory, 'JPEGImages', 'good.jpg'), 'no picture');
    const dataset = await openDataset(`voc:${directory}`);
    await expect(dataset.split('train')).rejects.toThrow(/cannot decode image ".*good\.jpg"/);
  });
  it('a picture of another size than announced', async () => {
    const image = solidImage({ width: 48, height: 64 }, [9, 9, 9]);
    const directory = await vocFolder({ good: { ...good, image } }, { train: ['good'] });
    await writeFile(
      join(directory, 'Annotations', 'good.xml'),
      '<annotation><filename>good.jpg</filename><size><width>64</width><height>48</height></size>' +
        '<object><name>cat</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>',
    );
    const dataset = await openDataset(`voc:${directory}`);
    await expect(dataset.split('train')).rejects.toThrow(
      /good\.xml: says that the picture has 64x48 pixels, but .* 48x64/,
    );
  });
  it('errors are DatasetErrors', async () => {
    await expect(openDataset('voc:/nowhere')).rejects.toBeInstanceOf(DatasetError);
  });
  it('an unknown kind of dataset', async () => {
    await expect(openDataset('vco:x')).rejects.toThrow('unknown dataset "vco:x"; known: digits, voc:DIR');
    await expect(openDataset('voc:')).rejects.toThrow(RangeError);
  });
});

const bccd =
  process.env.RECTIFY_BCCD ?? fileURLToPath(new URL('../../../../shared/data/bccd', import.meta.url));

describe.skipIf(!existsSync(bccd))(
  'the blood cells of BCCD (skipped where RECTIFY_BCCD is not there)',
  () => {
    it('has three classes, two splits and two boxes without area', async () => {
      const dataset = await openDataset(`voc:${bccd}`);
      expect(dataset.classes).toEqual(['Platelets', 'RBC', 'WBC']);
      const splits = await Promise.all(['train', 'val'].map((name) => dataset.split(name)));
      const skipped = splits
        .flatMap(({ warnings }) => warnings)
        .filter(({ rule }) => rule.includes('skipped'));
      expect(skipped.reduce((sum, { count }) => sum + count, 0)).toBe(2);
      const { image, objects } = await (splits[0] as (typeof splits)[0]).example(0);
      expect([image.width, image.height]).toEqual([640, 480]);
      expect(objects.length).toBeGreaterThan(0);
    });
  },
);
