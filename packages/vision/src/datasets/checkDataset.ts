import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { boxArea, type Size } from '../boxes/box.js';
import { contactSheet } from '../images/contactSheet.js';
import { fingerprint } from '../images/fingerprint.js';
import { ImageError } from '../images/image.js';
import {
  type Dataset,
  DatasetError,
  type DatasetProblem,
  type DatasetSplit,
  type DatasetWarning,
  type Example,
} from './dataset.js';
import { type ComparedPicture, type DuplicateGroup, findDuplicates } from './duplicates.js';
import { type Histogram, histogram } from './histogram.js';
import { openDataset } from './openDataset.js';

/** Settings of `checkDataset`. */
export interface CheckOptions {
  /** Called after each picture, with the share of the work that is done, 0 to 1. */
  readonly onPicture?: (progress: { readonly split: string; readonly share: number }) => void;
}

/** What a dataset holds, and what is wrong with it. */
export interface DatasetCheck {
  /** Without what cannot be used. */
  readonly dataset: Dataset;
  readonly splits: readonly SplitCheck[];
  /** What cannot be used: as long as there is one, the data are broken. */
  readonly problems: readonly DatasetProblem[];
  /** Pictures that are the same or look it, within a split and across. */
  readonly duplicates: readonly DuplicateGroup[];
}

/** What a split holds. */
export interface SplitCheck {
  readonly name: string;
  /** Pictures that can be read. */
  readonly images: number;
  /** Those without an object. */
  readonly imagesWithoutObjects: number;
  readonly objects: number;
  /** Objects that are ignored: difficult ones and crowds. */
  readonly ignoredObjects: number;
  readonly objectsPerClass: Readonly<Record<string, number>>;
  /** Square root of the area of the boxes, in pixels of the picture. */
  readonly boxSides: Histogram;
  /** The same as a share of the square root of the picture's area. */
  readonly boxShares: Histogram;
  /** Longer side of the pictures, in pixels. */
  readonly imageSides: Histogram;
  readonly warnings: readonly DatasetWarning[];
}

const BOX_SIDE_EDGES = [0, 8, 16, 32, 64, 96, 128, 256, 512] as const;
const BOX_SHARE_EDGES = [0, 0.02, 0.05, 0.1, 0.2, 0.5] as const;
const IMAGE_SIDE_EDGES = [0, 128, 256, 512, 1024, 2048, 4096] as const;

/** Splits that must have nothing in common. Others, such as VOC's `trainval`, are made of them. */
const DISJOINT_SPLITS = ['train', 'val', 'test'];

/** Of generated data, which has no end, the first so many pictures of a split are looked at. */
const GENERATED_PICTURES = 200;

/**
 * Reads a dataset from end to end, and tells what it holds and what is wrong with it, where training would stop at
 * the first mistake. The splits `train`, `val` and `test` are read, or all if there are none of these names.
 *
 * @example
 * ```ts
 * const { splits, problems, duplicates } = await checkDataset('voc:path/to/folder');
 * ```
 *
 * @throws RangeError if the spec is unknown
 * @throws DatasetError if nothing tells which splits and classes there are
 */
export async function checkDataset(spec: string, { onPicture }: CheckOptions = {}): Promise<DatasetCheck> {
  const problems = new Map<string, DatasetProblem>();
  // A file that belongs to two splits is wrong once.
  const onProblem = (problem: DatasetProblem) => void problems.set(problem.message, problem);
  const dataset = await openDataset(spec, { onProblem });
  const splits: SplitCheck[] = [];
  const compared: ComparedPicture[] = [];
  const names = checkedSplits(dataset);
  for (const [place, name] of names.entries()) {
    const split = await openOrReport(dataset, name, onProblem);
    if (split === undefined) continue;
    const summary = summarizer(dataset, split);
    const count = picturesIn(split);
    for (let index = 0; index < count; index++) {
      const example = await exampleOrReport(split, index, onProblem);
      if (example === undefined) continue;
      summary.add(example);
      compared.push(await toCompare(split, index, example));
      onPicture?.({ split: name, share: (place + (index + 1) / count) / names.length });
    }
    splits.push(summary.finish());
  }
  return {
    dataset,
    splits,
    problems: [...problems.values()],
    duplicates: findDuplicates(compared),
  };
}

function checkedSplits({ splitNames }: Dataset): readonly string[] {
  const disjoint = splitNames.filter((name) => DISJOINT_SPLITS.includes(name));
  return disjoint.length > 0 ? disjoint : splitNames;
}

function picturesIn({ isEndless, length }: DatasetSplit): number {
  return isEndless ? Math.min(length, GENERATED_PICTURES) : length;
}

type Report = (problem: DatasetProblem) => void;

async function openOrReport(
  dataset: Dataset,
  name: string,
  onProblem: Report,
): Promise<DatasetSplit | undefined> {
  try {
    return await dataset.split(name);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    onProblem({ kind: 'broken label', file: dataset.spec, message: error.message });
    return undefined;
  }
}

async function exampleOrReport(
  split: DatasetSplit,
  index: number,
  onProblem: Report,
): Promise<Example | undefined> {
  try {
    return await split.example(index);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    onProblem({ kind: 'unreadable image', file: split.files?.[index] ?? '', message: error.message });
    return undefined;
  }
}

async function toCompare(
  { name, files }: DatasetSplit,
  index: number,
  { id, image }: Example,
): Promise<ComparedPicture> {
  const file = files?.[index];
  const prints = await fingerprint(image);
  if (file === undefined) return { split: name, name: id, ...prints };
  const bytes = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  return { split: name, name: file, bytes, ...prints };
}

/** Adds up the examples of a split, none of which stays in memory. */
function summarizer({ classes }: Dataset, split: DatasetSplit) {
  const objectsPerClass = classes.map(() => 0);
  const boxSides: number[] = [];
  const boxShares: number[] = [];
  const imageSides: number[] = [];
  let imagesWithoutObjects = 0;
  let ignoredObjects = 0;
  return {
    add({ image, objects }: Example): void {
      imageSides.push(Math.max(image.width, image.height));
      if (objects.length === 0) imagesWithoutObjects++;
      for (const { classIndex, box, isDifficult } of objects) {
        const side = Math.sqrt(boxArea(box));
        objectsPerClass[classIndex] = (objectsPerClass[classIndex] ?? 0) + 1;
        boxSides.push(side);
        boxShares.push(side / sideOf(image));
        if (isDifficult) ignoredObjects++;
      }
    },
    finish: (): SplitCheck => ({
      name: split.name,
      images: imageSides.length,
      imagesWithoutObjects,
      objects: boxSides.length,
      ignoredObjects,
      objectsPerClass: Object.fromEntries(classes.map((name, index) => [name, objectsPerClass[index] ?? 0])),
      boxSides: histogram(BOX_SIDE_EDGES, boxSides),
      boxShares: histogram(BOX_SHARE_EDGES, boxShares),
      imageSides: histogram(IMAGE_SIDE_EDGES, imageSides),
      warnings: split.warnings,
    }),
  };
}

function sideOf({ width, height }: Size): number {
  return Math.sqrt(width * height);
}

/** Pictures on the contact sheet of a split. */
const SHEET_PICTURES = 24;

/**
 * A contact sheet of a split as WebP: pictures from its beginning to its end at equal distances, at most 24, with
 * boxes and class names; ignored objects are dashed.
 *
 * @throws DatasetError if there is no such split, or no picture of it can be read
 */
export async function splitSheet(dataset: Dataset, name: string): Promise<Uint8Array> {
  const split = await dataset.split(name);
  const count = Math.min(SHEET_PICTURES, split.length);
  if (count === 0) throw new DatasetError(`${dataset.spec}, split "${name}": no picture can be read`);
  const entries = [];
  for (let entry = 0; entry < count; entry++) {
    const { id, image, objects } = await split.example(Math.floor((entry * split.length) / count));
    const boxes = objects.map((object) => ({ ...object, isDashed: object.isDifficult }));
    entries.push({ title: `${id} (${objects.length})`, image, boxes });
  }
  return contactSheet(entries, { classes: dataset.classes });
}
