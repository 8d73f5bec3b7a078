// Whatever a label file holds, reading it ends in a dataset or in a DatasetError: never in an error of the program.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DatasetError } from '../src/datasets/dataset.js';
import { openDataset } from '../src/datasets/openDataset.js';
import { dataFolder, GREY } from './dataFolder.js';

/** Opens a dataset and its first split. */
async function openAll(spec: string): Promise<void> {
  try {
    const dataset = await openDataset(spec);
    await dataset.split(dataset.splitNames[0] ?? 'train');
  } catch (error) {
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as DatasetError).message).not.toBe('');
  }
}

/** Rewrites one file of a folder with each sample. */
async function openWithEach(
  spec: (directory: string) => string,
  files: Readonly<Record<string, string | Uint8Array>>,
  [name, samples]: readonly [name: string, samples: fc.Arbitrary<string | Uint8Array>],
): Promise<void> {
  const directory = await dataFolder(files);
  await fc.assert(
    fc.asyncProperty(samples, async (content) => {
      await writeFile(join(directory, name), content);
      await openAll(spec(directory));
    }),
    { numRuns: 150, seed: 7 },
  );
}

const value = fc.jsonValue({ maxDepth: 2 });
const field = (usual: fc.Arbitrary<unknown>) => fc.oneof({ weight: 4, arbitrary: usual }, value);
const id = field(fc.integer({ min: 0, max: 2 }));
const box = field(fc.array(fc.oneof(fc.double(), fc.constant(1)), { minLength: 3, maxLength: 5 }));
const list = (entry: Record<string, fc.Arbitrary<unknown>>) =>
  field(fc.array(field(fc.record(entry, { requiredKeys: [] })), { maxLength: 3 }));
const coco = fc
  .record({
    images: list({ id, file_name: field(fc.constantFrom('a.jpg', '../a.jpg', '__proto__')), width: value }),
    annotations: list({
      image_id: id,
      category_id: id,
      bbox: box,
      segmentation: value,
      iscrowd: id,
      area: value,
    }),
    categories: list({ id, name: field(fc.constantFrom('cat', 'dog', '__proto__')) }),
  })
  .map((content) => JSON.stringify(content));

it('COCO', async () => {
  const open = (directory: string) => `coco:${directory}/labels.json`;
  await openWithEach(open, { 'a.jpg': GREY }, ['labels.json', fc.oneof(coco, fc.json(), fc.uint8Array())]);
});

const word = fc.oneof(
  fc.constantFrom('0', '1', '0.5', '-1', '1e9', 'nan', '0x1', '\u0000', '\r'),
  fc.string(),
);
const lines = fc
  .array(
    fc.array(word, { minLength: 3, maxLength: 9 }).map((words) => words.join(' ')),
    { maxLength: 4 },
  )
  .map((rows) => rows.join('\n'));

it('YOLO labels', async () => {
  const files = { 'a.jpg': GREY, 'data.yaml': 'train: .\nnames: [cat, dog]' };
  const open = (directory: string) => `yolo:${directory}`;
  await openWithEach(open, files, ['a.txt', fc.oneof(lines, fc.uint8Array())]);
});

it('YOLO descriptions', async () => {
  const yaml = fc
    .record(
      { path: value, train: field(fc.constantFrom('.', 'list.txt', '..')), names: value, nc: value },
      { requiredKeys: [] },
    )
    .map((content) => JSON.stringify(content));
  const files = { 'a.jpg': GREY, 'a.txt': '', 'list.txt': 'a.jpg' };
  const open = (directory: string) => `yolo:${directory}/data.yaml`;
  await openWithEach(open, files, ['data.yaml', fc.oneof(yaml, fc.string(), fc.uint8Array())]);
});

it('Pascal VOC', async () => {
  const xml = fc
    .array(fc.constantFrom(...'annotation,object,bndbox,name,xmin,size,filename'.split(',')), {
      maxLength: 8,
    })
    .map(
      (tags) =>
        `<annotation>${tags.map((tag) => `<${tag}>`).join('')}7${[...tags]
          .reverse()
          .map((tag) => `</${tag}>`)
          .join('')}</annotation>`,
    );
  const files = { 'ImageSets/Main/train.txt': 'a', 'JPEGImages/a.jpg': GREY, 'Annotations/a.xml': '' };
  await openWithEach((directory) => `voc:${directory}`, files, [
    'Annotations/a.xml',
    fc.oneof(xml, fc.string(), fc.uint8Array()),
  ]);
});
