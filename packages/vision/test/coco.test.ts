import { rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DatasetProblem } from '../src/datasets/dataset.js';
import { openDataset } from '../src/datasets/openDataset.js';
import { dataFolder, GREY } from './dataFolder.js';

const categories = [
  { id: 7, name: 'dog' },
  { id: 3, name: 'cat' },
];
const image = (id: number, name = `${id}.jpg`) => ({ id, file_name: name, width: 64, height: 48 });
const annotation = (fields: object) => ({
  id: 1,
  image_id: 1,
  category_id: 3,
  bbox: [10, 8, 20, 30],
  ...fields,
});

/** One picture, `1.jpg`, with these annotations. */
async function openOne(annotations: readonly object[], images: readonly object[] = [image(1)]) {
  const file = { images, annotations, categories };
  const directory = await dataFolder({ 'annotations/instances_val.json': file, 'images/1.jpg': GREY });
  return openDataset(`coco:${directory}`);
}

describe('coco', () => {
  it('reads splits by file name, categories by id, pictures and boxes', async () => {
    const directory = await dataFolder({
      'annotations/instances_train2017.json': {
        images: [image(1), image(2)],
        annotations: [annotation({}), annotation({ category_id: 7, bbox: [0, 0, 4, 5], area: 9 })],
        categories,
      },
      'annotations/instances_val2017.json': { images: [image(1)], annotations: [], categories },
      'annotations/captions_val2017.json': 'not looked at',
      'train2017/1.jpg': GREY,
      'train2017/2.jpg': GREY,
      'val2017/1.jpg': GREY,
    });
    const dataset = await openDataset(`coco:${directory}`);
    expect(dataset).toMatchObject({ classes: ['cat', 'dog'], splitNames: ['train', 'val'] });
    const split = await dataset.split('train');
    expect(split).toMatchObject({ length: 2, isEndless: false, warnings: [] });
    expect(await split.example(0)).toMatchObject({
      id: '1.jpg',
      image: { width: 64, height: 48 },
      objects: [
        { classIndex: 0, box: { x1: 10, y1: 8, x2: 30, y2: 38 }, isDifficult: false },
        { classIndex: 1, box: { x1: 0, y1: 0, x2: 4, y2: 5 }, isDifficult: false, area: 9 },
      ],
    });
    expect((await split.example(1)).objects).toEqual([]);
    expect((await dataset.split('val')).files).toEqual([join(directory, 'val2017', '1.jpg')]);
  });

  it('marks crowds, which are then neither trained on nor judged', async () => {
    const split = await (await openOne([annotation({ iscrowd: 1 })])).split('val');
    expect((await split.example(0)).objects).toMatchObject([{ isDifficult: true, isCrowd: true }]);
  });

  it("reads Roboflow's folders", async () => {
    const file = { images: [image(1)], annotations: [annotation({})], categories };
    const folders = ['train', 'valid'].flatMap((name) => [
      [`${name}/_annotations.coco.json`, file],
      [`${name}/1.jpg`, GREY],
    ]);
    const directory = await dataFolder(Object.fromEntries(folders));
    const dataset = await openDataset(`coco:${directory}`);
    expect(dataset.splitNames).toEqual(['train', 'val']);
    expect((await dataset.split('val')).files).toEqual([join(directory, 'valid', '1.jpg')]);
  });

  it('reads a single file, and holds out a fifth if it names no split', async () => {
    const names = Array.from({ length: 10 }, (_, index) => index);
    const file = { images: names.map((id) => image(id)), annotations: [], categories };
    const pictures = names.map((id) => [`${id}.jpg`, GREY]);
    const directory = await dataFolder({ 'labels.json': file, ...Object.fromEntries(pictures) });
    const dataset = await openDataset(`coco:${join(directory, 'labels.json')}`);
    expect(dataset.splitNames).toEqual(['train', 'val', 'all']);
    const files = await Promise.all(
      dataset.splitNames.map(async (name) => (await dataset.split(name)).files ?? []),
    );
    const [train = [], val = [], all = []] = files;
    expect([train.length, val.length, all.length]).toEqual([8, 2, 10]);
    expect([...train, ...val].sort()).toEqual([...all].sort());
  });

  it('skips, clips, and keeps equal boxes once, with a warning each', async () => {
    const dataset = await openOne([
      annotation({ bbox: [50, 40, 20, 20] }),
      annotation({ bbox: [5, 5, 0, 4] }),
      annotation({ bbox: [30, 30, -4, 4] }),
      annotation({ bbox: [70, 5, 9, 9] }),
      annotation({}),
      annotation({ id: 2 }),
      annotation({ bbox: undefined, segmentation: [[1, 2, 9, 3, 5, 12]] }),
      annotation({ bbox: [0, 0, 64.2, 12] }),
    ]);
    const split = await dataset.split('val');
    expect(split.warnings.map(({ rule, count }) => [rule, count])).toEqual([
      ['polygons, replaced by the box around them', 1],
      ['boxes beyond the border, clipped', 1],
      ['boxes without area, skipped', 3],
      ['boxes given twice, kept once', 1],
    ]);
    expect((await split.example(0)).objects.map(({ box }) => [box.x1, box.y1, box.x2, box.y2])).toEqual([
      [50, 40, 64, 48],
      [10, 8, 30, 38],
      [1, 2, 9, 12],
      [0, 0, 64, 12],
    ]);
  });

  it('finds names with spaces, other letters, back slashes and other capitals', async () => {
    const names = ['a b.JPG', 'zwölf/ä ö.jpg', 'sub\\c.jpg', 'D.jpg'];
    const file = { images: names.map((name, id) => image(id, name)), annotations: [], categories };
    const directory = await dataFolder({
      'val.json': `\uFEFF${JSON.stringify(file)}`,
      'images/a b.JPG': GREY,
      'images/zwölf/ä ö.jpg': GREY,
      'images/sub/c.jpg': GREY,
      'images/d.JPG': GREY,
    });
    expect((await (await openDataset(`coco:${directory}`)).split('val')).length).toBe(4);
  });
});

describe('what breaks a rule of COCO is named by file and place', () => {
  it.each<[string, object | string, RegExp]>([
    ['no JSON', '{"images": [', /val\.json: not JSON: /],
    ['another JSON', '[1, 2]', /val\.json: a COCO file has the lists .*; images is not one$/],
    ['no categories', { images: [], annotations: [] }, /; categories is not one$/],
    ['not UTF-8', new Uint8Array([0xff, 0xfe, 0x7b, 0]), /val\.json: must be UTF-8 text/],
    [
      'a category without a name',
      { images: [], annotations: [], categories: [{ id: 1 }] },
      /categories\[0\] must have a whole number id and a text name/,
    ],
    [
      'two categories of one id',
      { images: [], annotations: [], categories: [categories[0], { id: 7, name: 'cow' }] },
      /two categories have the id 7/,
    ],
    [
      'two categories of one name',
      { images: [], annotations: [], categories: [categories[0], { id: 8, name: 'dog' }] },
      /two classes are named "dog"/,
    ],
    ['no picture', { images: [], annotations: [], categories }, /split "val": names no picture/],
  ])('%s', async (_, content, message) => {
    const directory = await dataFolder({ 'val.json': content });
    await expect(openDataset(`coco:${directory}`).then((dataset) => dataset.split('val'))).rejects.toThrow(
      message,
    );
  });

  it.each<[string, object, RegExp]>([
    ['three numbers', { bbox: [1, 2, 3] }, /annotations\[0\] \(id 1\): bbox must be .* got \[1,2,3\]/],
    ['no number', { bbox: [1, 2, 3, null] }, /bbox must be .* got \[1,2,3,null\]/],
    ['no box', { bbox: undefined }, /bbox must be/],
    ['an unknown category', { category_id: 4 }, /category_id must be one of 3, 7, got 4/],
    ['an unknown picture', { image_id: 9 }, /image_id 9 is no picture's id/],
  ])('an annotation with %s', async (_, fields, message) => {
    const dataset = await openOne([annotation(fields)]);
    await expect(dataset.split('val')).rejects.toThrow(message);
  });

  it.each<[string, object[], RegExp]>([
    ['no name', [{ id: 1 }], /images\[0\] \(id 1\): must have a file_name/],
    ['no id', [{ file_name: '1.jpg' }], /images\[0\]: must have an id/],
    ['the id of another', [image(1), image(1)], /images\[1\]: shares the id 1/],
    ['a file that is not there', [image(2)], /names the picture "2\.jpg", which is not inside/],
    [
      'a path that leads out',
      [image(1, '../../etc/passwd')],
      /"\.\.\/\.\.\/etc\/passwd", which is not inside/,
    ],
    ['an absolute path', [image(1, '/etc/passwd')], /"\/etc\/passwd", which is not inside/],
    ['another size', [{ ...image(1), width: 48 }], /says that the picture has 48x48 pixels, but .* 64x48/],
  ])('a picture with %s', async (_, images, message) => {
    await expect((await openOne([], images)).split('val')).rejects.toThrow(message);
  });

  it('classes that differ between the files', async () => {
    const directory = await dataFolder({
      'annotations/instances_train.json': { images: [], annotations: [], categories },
      'annotations/instances_val.json': { images: [], annotations: [], categories: [{ id: 3, name: 'cow' }] },
    });
    await expect(openDataset(`coco:${directory}`)).rejects.toThrow(/category 3 is "cow", but "cat" in /);
  });

  it('no folder, and no annotation file', async () => {
    await expect(openDataset('coco:/nowhere')).rejects.toThrow(
      'coco:/nowhere: there is no such file or folder',
    );
    const directory = await dataFolder({ 'images/1.jpg': GREY });
    await expect(openDataset(`coco:${directory}`)).rejects.toThrow(
      /has no annotation file; a COCO folder has/,
    );
  });

  it('with a listener all of it is told, and the rest is read', async () => {
    const problems: DatasetProblem[] = [];
    const directory = await dataFolder({
      'val.json': {
        images: [image(1), image(2), image(3)],
        annotations: [annotation({}), annotation({ bbox: [] }), annotation({ category_id: 1 })],
        categories,
      },
      '1.jpg': GREY,
      '3.jpg': GREY.subarray(0, 200),
    });
    const dataset = await openDataset(`coco:${directory}`, {
      onProblem: (problem) => problems.push(problem),
    });
    const split = await dataset.split('val');
    expect(split.length).toBe(1);
    expect((await split.example(0)).objects).toHaveLength(1);
    expect(problems.map(({ kind }) => kind)).toEqual([
      'broken label',
      'broken label',
      'missing image',
      'unreadable image',
    ]);
  });

  it('a folder linked elsewhere is part of the data', async () => {
    const elsewhere = await dataFolder({ 'one.jpg': GREY });
    const file = { images: [image(1, 'one.jpg')], annotations: [], categories };
    const directory = await dataFolder({ 'val.json': file });
    await symlink(elsewhere, join(directory, 'images'));
    expect((await (await openDataset(`coco:${directory}`)).split('val')).length).toBe(1);
    await rename(join(directory, 'images'), join(directory, 'pictures'));
    await expect((await openDataset(`coco:${directory}`)).split('val')).rejects.toThrow(/names the picture/);
  });
});
