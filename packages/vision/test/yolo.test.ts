import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataset } from '../src/datasets/openDataset.js';
import { dataFolder, GREY } from './dataFolder.js';

const YAML = 'path: .\ntrain: images/train\nval: images/val\nnames:\n  0: cat\n  1: dog\n';
const BOX = '0 0.5 0.5 0.25 0.5\n';
const pictures = (...names: string[]) => Object.fromEntries(names.map((name) => [name, GREY]));

async function openVal(files: Readonly<Record<string, string | Uint8Array>>) {
  const directory = await dataFolder(files);
  return (await openDataset(`yolo:${directory}`)).split('val');
}

/** One picture with this label file. */
const openLabels = (labels: string) =>
  openVal({ 'data.yaml': YAML, ...pictures('images/val/a.jpg'), 'labels/val/a.txt': labels });

describe('yolo of Ultralytics', () => {
  it('reads splits, classes, pictures and boxes', async () => {
    const directory = await dataFolder({
      'data.yaml': YAML,
      ...pictures('images/train/a.jpg', 'images/train/sub/b.JPG', 'images/val/c.png'),
      'labels/train/a.txt': '1 0.5 0.5 0.25 0.5\n0 0.25 0.25 0.25 0.25',
      'labels/train/sub/b.txt': '',
      'labels/val/c.txt': BOX,
      'images/train/notes.txt': 'no picture',
      'images/train/._a.jpg': 'of a file manager',
      'images/train/.ipynb_checkpoints/a.jpg': GREY,
    });
    const dataset = await openDataset(`yolo:${directory}`);
    expect(dataset).toMatchObject({ classes: ['cat', 'dog'], splitNames: ['train', 'val'] });
    const split = await dataset.split('train');
    expect(split).toMatchObject({ length: 2, warnings: [] });
    expect(await split.example(0)).toMatchObject({
      id: 'images/train/a.jpg',
      objects: [
        { classIndex: 1, box: { x1: 24, y1: 12, x2: 40, y2: 36 }, isDifficult: false },
        { classIndex: 0, box: { x1: 8, y1: 6, x2: 24, y2: 18 }, isDifficult: false },
      ],
    });
    expect((await split.example(1)).objects).toEqual([]);
    const named = await openDataset(`yolo:${join(directory, 'data.yaml')}`);
    expect((await named.split('val')).length).toBe(1);
  });

  it.each([
    ['a list of folders', 'val: [one/images, two/images]'],
    ['a text list', 'val: list.txt'],
    ["Roboflow's way up", 'path: ../elsewhere\nval: ../one/images'],
    ['the place on another machine', 'path: /home/somebody/data\nval: /home/somebody/data/one/images'],
    ['the key valid', 'valid: one/images'],
  ])('takes splits as %s', async (_, lines) => {
    const split = await openVal({
      'data.yaml': `${lines}\nnames: [cat, dog]\nnc: 2\ntest:\n`,
      'list.txt': '\uFEFF./one/images/a 1.jpg\r\none\\images\\B.JPG\r\n\r\n',
      ...pictures('one/images/a 1.jpg', 'one/images/b.jpg', 'two/images/ü.webp'),
      'one/labels/a 1.txt': BOX,
      'one/labels/b.txt': BOX,
      'two/labels/ü.txt': BOX,
    });
    expect(split.length).toBe(lines.includes('two') ? 3 : 2);
    expect((await split.example(0)).objects).toHaveLength(1);
    expect(split.warnings.some(({ rule }) => rule.startsWith('paths that lead elsewhere'))).toBe(
      lines.includes('..') || lines.includes('/home'),
    );
  });

  it('takes polygons and rotated boxes as the box around them, clips, skips, and keeps equal boxes once', async () => {
    const split = await openLabels(
      '0 0.25 0.25 0.5 0.25 0.375 0.75\r\n0.0 0.9 0.5 0.4 0.5\r\n1 0.5 0.5 0 0.1\r\n1 0.5 0.5 0.5 0.5\n1 0.5 0.5 0.5 0.5',
    );
    expect((await split.example(0)).objects.map(({ box }) => box)).toEqual([
      { x1: 16, y1: 12, x2: 32, y2: 36 },
      { x1: expect.closeTo(44.8, 9), y1: 12, x2: 64, y2: 36 },
      { x1: 16, y1: 12, x2: 48, y2: 36 },
    ]);
    expect(split.warnings.map(({ rule, count }) => [rule, count])).toEqual([
      ['polygons, replaced by the box around them', 1],
      ['boxes beyond the border, clipped', 1],
      ['boxes without area, skipped', 1],
      ['boxes given twice, kept once', 1],
    ]);
  });

  it('takes a picture without label file as background, with a warning', async () => {
    const split = await openVal({
      'data.yaml': YAML,
      ...pictures('images/val/a.jpg', 'images/val/b.jpg'),
      'labels/val/a.txt': BOX,
    });
    expect((await split.example(1)).objects).toEqual([]);
    expect(split.warnings).toMatchObject([
      { rule: 'pictures without a label file, taken to hold no object', count: 1 },
    ]);
  });
});

describe('yolo of darknet', () => {
  it('reads a .data file, whose paths are seen from where darknet was started', async () => {
    const directory = await dataFolder({
      'obj.data':
        'classes = 2\r\n# a remark\r\ntrain=data/train.txt\r\nvalid = data/test.txt\r\nnames = data/obj.names\r\n',
      'obj.names': 'red cell\nwhite cell\n',
      'train.txt': 'data/obj/a.jpg\n',
      'test.txt': 'data/obj/b.jpg\n',
      ...pictures('obj/a.jpg', 'obj/b.jpg'),
      'obj/a.txt': BOX,
      'obj/b.txt': BOX,
    });
    const dataset = await openDataset(`yolo:${directory}`);
    expect(dataset).toMatchObject({ classes: ['red cell', 'white cell'], splitNames: ['train', 'val'] });
    expect((await dataset.split('val')).files).toEqual([join(directory, 'obj', 'b.jpg')]);
  });

  it('reads a bare folder by the names in it', async () => {
    const files = {
      'classes.txt': 'cat\ndog\n',
      ...pictures('images/train/a.jpg', 'images/val/b.jpg'),
      'labels/train/a.txt': BOX,
      'labels/val/b.txt': BOX,
    };
    const dataset = await openDataset(`yolo:${await dataFolder(files)}`);
    expect(dataset).toMatchObject({ classes: ['cat', 'dog'], splitNames: ['train', 'val'] });
    expect((await (await dataset.split('train')).example(0)).objects).toHaveLength(1);
  });

  it('holds out a fifth of a folder without splits, the same at every opening', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `p${index}`);
    const directory = await dataFolder({
      'classes.txt': 'cat\n',
      ...pictures(...names.map((name) => `${name}.jpg`)),
      ...Object.fromEntries(names.map((name) => [`${name}.txt`, BOX])),
    });
    const idsOf = async (split: string) =>
      (await (await openDataset(`yolo:${directory}`)).split(split)).files ?? [];
    const [train, val] = [await idsOf('train'), await idsOf('val')];
    expect([train.length, val.length]).toEqual([8, 2]);
    expect(await idsOf('val')).toEqual(val);
    expect([...train, ...val].sort()).toEqual(await idsOf('all'));
  });
});

describe('what breaks a rule of YOLO is named by file and place', () => {
  it.each<[string, string, RegExp]>([
    ['a number missing', '0 0.5 0.5 0.5', /a\.txt, line 1: must be "class cx cy width height".* has 4 words/],
    ['a score behind', '0 0.5 0.5 0.5 0.5 0.9', /has 6 words/],
    [
      'an unknown class',
      `${BOX}2 0.5 0.5 0.5 0.5`,
      /a\.txt, line 2: class must be an integer from 0 to 1, got "2"/,
    ],
    ['a class by name', 'cat 0.5 0.5 0.5 0.5', /got "cat"/],
    ['a negative class', '-1 0.5 0.5 0.5 0.5', /got "-1"/],
    ['NaN', '0 nan 0.5 0.5 0.5', /from 0 to 1, got "nan"$/],
    ['Infinity', '0 Infinity 0.5 0.5 0.5', /got "Infinity"/],
    ['pixels', '0 32 24 16 24', /got "32"; are they in pixels\?/],
    ['a negative width', '0 0.5 0.5 -0.5 0.5', /got "-0.5"/],
    ['binary', '\u0000\u0001', /has 1 words/],
  ])('a line with %s', async (_, labels, message) => {
    await expect(openLabels(labels)).rejects.toThrow(message);
  });

  it.each<[string, string, RegExp]>([
    ['no YAML', 'names: [a', /data\.yaml: not well-formed YAML: /],
    ['a list', '- a', /data\.yaml: must hold keys/],
    ['nothing', '', /data\.yaml: must hold keys/],
    ['no names', 'val: images', /names must list the classes, got undefined/],
    ['a gap in the names', 'val: images\nnames: {0: a, 2: b}', /without gaps, got 0, 2/],
    ['names as keys', 'val: images\nnames: {a: 0}', /without gaps, got a/],
    ['two equal names', 'val: images\nnames: [a, a]', /two classes are named "a"/],
    ['an empty name', "val: images\nnames: [a, '']", /a class name must be a visible text/],
    ['another count', 'val: images\nnames: [a]\nnc: 2', /nc is 2, but names has 1/],
    ['no split', 'names: [a]', /must name the pictures under train, val or test/],
    ['a number for a split', 'names: [a]\nval: 3', /val must be a path or a list of paths, got 3/],
    ['a folder that is not there', 'names: [a]\nval: pictures', /names "pictures", which is not inside/],
    [
      'a path that leads out',
      'names: [a]\nval: ../../../etc',
      /names "..\/..\/..\/etc", which is not inside/,
    ],
    [
      'nested aliases',
      `a: &a [x,x]\n${'bcdefghijklmnop'
        .split('')
        .map((key, index) => `${key}: &${key} [${`*${'abcdefghijklmnop'[index]},`.repeat(9)}]`)
        .join('\n')}`,
      /not well-formed YAML/,
    ],
  ])('a description with %s', async (_, yaml, message) => {
    await expect(openVal({ 'data.yaml': yaml, 'images/a.jpg': GREY })).rejects.toThrow(message);
  });

  it('a listed picture that is not there, or leads out', async () => {
    for (const name of ['gone.jpg', '../../etc/passwd', 'C:\\pictures\\gone.jpg']) {
      const yaml = 'names: [cat]\nval: list.txt';
      const listed = openVal({
        'data.yaml': yaml,
        'list.txt': `a.jpg\n${name}\n`,
        'a.jpg': GREY,
        'a.txt': BOX,
      });
      await expect(listed).rejects.toThrow(
        `list.txt, line 2: names the picture "${name}", which is not inside`,
      );
    }
  });

  it('pictures none of which has labels', async () => {
    await expect(openVal({ 'data.yaml': YAML, ...pictures('images/val/a.jpg') })).rejects.toThrow(
      /split "val": no picture has a label file; that of .* would be .*labels.val.a\.txt or /,
    );
  });

  it('a folder that tells nothing, or too much', async () => {
    const nothing = await dataFolder({ 'a.jpg': GREY });
    await expect(openDataset(`yolo:${nothing}`)).rejects.toThrow(
      /nothing tells the classes; a YOLO folder has/,
    );
    const both = await dataFolder({ 'one.yaml': YAML, 'two.yaml': YAML });
    await expect(openDataset(`yolo:${both}`)).rejects.toThrow(/name one of one\.yaml, two\.yaml/);
    await expect(openDataset(`yolo:${join(nothing, 'a.jpg')}`)).rejects.toThrow(
      /must be a folder, a \.yaml or/,
    );
  });

  it('a link that leads back up is followed once', async () => {
    const directory = await dataFolder({ 'classes.txt': 'cat', 'a.jpg': GREY, 'b.jpg': GREY, 'a.txt': BOX });
    await symlink(directory, join(directory, 'again'));
    expect((await (await openDataset(`yolo:${directory}`)).split('all')).length).toBe(2);
  });
});
