// The same tiny pictures and boxes in every layout that datasets come in: coloured rectangles on grey.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const WIDTH = 64;
const HEIGHT = 48;

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Sides in multiples of 3, so that shares of the height are exact. */
function rectangle(index: number): Rectangle {
  return { x: 3 * (index % 12), y: 3 * (index % 9), width: 15, height: 12 + 3 * (index % 3) };
}

async function picture(index: number): Promise<Uint8Array> {
  const { x, y, width, height } = rectangle(index);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">
    <rect width="100%" height="100%" fill="#888"/>
    <rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#c00"/></svg>`;
  return sharp(Buffer.from(svg)).jpeg().toBuffer();
}

/** A layout: the spec behind the folder's name, where a picture goes, and what else to write. */
interface Layout {
  readonly spec: string;
  imagePath(split: string, name: string): string;
  labels(splits: Splits): Readonly<Record<string, string>>;
}

type Splits = Readonly<Record<string, readonly { readonly name: string; readonly index: number }[]>>;

function entriesOf(splits: Splits) {
  return Object.entries(splits).flatMap(([split, members]) =>
    members.map((member) => ({ split, ...member, ...rectangle(member.index) })),
  );
}

const voc: Layout = {
  spec: 'voc:data',
  imagePath: (_, name) => `JPEGImages/${name}.jpg`,
  labels: (splits) => ({
    ...Object.fromEntries(
      Object.entries(splits).map(([split, members]) => [
        `ImageSets/Main/${split}.txt`,
        members.map(({ name }) => name).join('\n'),
      ]),
    ),
    ...Object.fromEntries(
      entriesOf(splits).map(({ name, x, y, width, height }) => [
        `Annotations/${name}.xml`,
        `<annotation><filename>${name}.jpg</filename><object><name>red</name><bndbox><xmin>${x}</xmin>
        <ymin>${y}</ymin><xmax>${x + width}</xmax><ymax>${y + height}</ymax></bndbox></object></annotation>`,
      ]),
    ),
  }),
};

const coco: Layout = {
  spec: 'coco:data',
  imagePath: (split, name) => `${split}2017/${name}.jpg`,
  labels: (splits) =>
    Object.fromEntries(
      Object.entries(splits).map(([split, members]) => [
        `annotations/instances_${split}2017.json`,
        JSON.stringify({
          images: members.map(({ name, index }) => ({ id: index, file_name: `${name}.jpg` })),
          annotations: members.map(({ index }) => {
            const { x, y, width, height } = rectangle(index);
            return { id: index, image_id: index, category_id: 5, bbox: [x, y, width, height] };
          }),
          categories: [{ id: 5, name: 'red' }],
        }),
      ]),
    ),
};

function yoloLabels(splits: Splits): Record<string, string> {
  return Object.fromEntries(
    entriesOf(splits).map(({ split, name, x, y, width, height }) => [
      `labels/${split}/${name}.txt`,
      [0, (x + width / 2) / WIDTH, (y + height / 2) / HEIGHT, width / WIDTH, height / HEIGHT].join(' '),
    ]),
  );
}

const yolo: Layout = {
  spec: 'yolo:data',
  imagePath: (split, name) => `images/${split}/${name}.jpg`,
  labels: (splits) => ({
    'data.yaml': 'train: images/train\nval: images/val\nnames:\n  0: red\n',
    ...yoloLabels(splits),
  }),
};

const darknet: Layout = {
  ...yolo,
  labels: (splits) => ({
    'obj.data': 'classes = 1\ntrain = train.txt\nvalid = val.txt\nnames = obj.names\n',
    'obj.names': 'red\n',
    ...Object.fromEntries(
      Object.entries(splits).map(([split, members]) => [
        `${split}.txt`,
        members.map(({ name }) => `images/${split}/${name}.jpg`).join('\r\n'),
      ]),
    ),
    ...yoloLabels(splits),
  }),
};

/** The layouts by name. */
export const LAYOUTS = { voc, coco, yolo, darknet } as const;

/** Settings of `writeLabelledFolder`. */
export interface FolderOptions {
  /** Pictures to train on, and to judge by. */
  readonly sizes: readonly [train: number, val: number];
  /** Numbers of pictures whose files are cut off; those of `val` go on behind those of `train`. */
  readonly cutOff?: readonly number[];
}

/** Writes `data` into a folder and returns its spec, seen from there. Names are in alphabetical order in each split. */
export async function writeLabelledFolder(
  directory: string,
  layout: keyof typeof LAYOUTS,
  { sizes: [train, val], cutOff = [] }: FolderOptions,
): Promise<string> {
  const { spec, imagePath, labels } = LAYOUTS[layout];
  const members = Array.from({ length: train + val }, (_, index) => ({
    name: `p${String(index).padStart(3, '0')}`,
    index,
  }));
  const splits = { train: members.slice(0, train), val: members.slice(train) };
  for (const [path, content] of Object.entries(labels(splits))) write(join(directory, 'data', path), content);
  for (const { split, name, index } of entriesOf(splits)) {
    const bytes = await picture(index);
    const isCutOff = cutOff.includes(index);
    write(
      join(directory, 'data', imagePath(split, name)),
      isCutOff ? bytes.subarray(0, bytes.length / 2) : bytes,
    );
  }
  return spec;
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
