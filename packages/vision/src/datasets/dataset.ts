// What training and evaluation need of a collection of labelled pictures. Its implementations are this
// file's siblings: `digits.ts`, `voc.ts`, `coco.ts`, `yolo.ts`.
import type { BoxXyxy } from '../boxes/box.js';
import type { RgbImage } from '../images/image.js';

/** One object of an example. */
export interface LabelledObject {
  /** Position in the dataset's `classes`. */
  readonly classIndex: number;
  /** In pixels of the example's image; inside it and with area. */
  readonly box: BoxXyxy;
  /** Marked as hard to recognise (VOC's `difficult`): not trained on, and ignored by evaluation. */
  readonly isDifficult: boolean;
  /** COCO's `iscrowd`: many objects in one box. Such an object is marked difficult too. */
  readonly isCrowd?: boolean;
  /** Area of the object itself in squared pixels, for the size bins of an evaluation; without it that of the box. */
  readonly area?: number;
}

/** One picture with everything to find on it. */
export interface Example {
  /** Names the example in its split. */
  readonly id: string;
  readonly image: RgbImage;
  readonly objects: readonly LabelledObject[];
}

/** Something in the data that was worked around; whoever opened the dataset decides whether to show it. */
export interface DatasetWarning {
  /** What is wrong and what was done about it. */
  readonly rule: string;
  /** How often. */
  readonly count: number;
  /** The files concerned, each once. */
  readonly files: readonly string[];
}

/** Something in the data that cannot be used at all. */
export interface DatasetProblem {
  readonly kind: ProblemKind;
  /** The picture, or the file with the labels. */
  readonly file: string;
  /** File, place and rule in one line. */
  readonly message: string;
}

/** What can be unusable: a label, a picture that is named and not there, or one that cannot be decoded. */
export type ProblemKind = 'broken label' | 'missing image' | 'unreadable image';

/** A part of a dataset that is used as a whole: to train on, or to judge by. */
export interface DatasetSplit {
  readonly name: string;
  /** Examples in one pass; at least 1. */
  readonly length: number;
  /** True for generated data: every index from 0 up is another example, though a pass still counts `length`. */
  readonly isEndless: boolean;
  readonly warnings: readonly DatasetWarning[];
  /** Paths of the pictures by index; absent for generated data. */
  readonly files?: readonly string[];
  /**
   * The example at `index`: always the same one.
   *
   * @throws ImageError, DatasetError if it cannot be read
   * @throws RangeError if `index` is not an integer from 0 up to `length`, or without end if `isEndless`
   */
  example(index: number): Promise<Example>;
}

/** Labelled pictures with one list of classes, in named splits. */
export interface Dataset {
  /** What `openDataset` opens again, such as `digits` or `voc:path`. */
  readonly spec: string;
  readonly classes: readonly string[];
  readonly splitNames: readonly string[];
  /** @throws DatasetError if there is no such split or its files break a rule */
  split(name: string): Promise<DatasetSplit>;
}

/** Data on disk that breaks a rule; the message names file and rule. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
}

/** @throws RangeError unless the split has an example at `index` */
export function checkIndex({ name, length, isEndless }: DatasetSplit, index: number): void {
  if (Number.isSafeInteger(index) && index >= 0 && (isEndless || index < length)) return;
  const range = isEndless ? 'an integer from 0 up' : `an integer from 0 to ${length - 1}`;
  throw new RangeError(`split "${name}": index must be ${range}, got ${index}`);
}
