// Mean average precision of a detector on a split, in the pixels of the original pictures.

import { type Dataset, DatasetError } from '../datasets/dataset.js';
import { type PreparedExample, type PreparedSplit, prepareSplit } from '../datasets/preparedSplit.js';
import { evaluateCoco } from '../evaluation/cocoEvaluation.js';
import type { Detection, Truth } from '../evaluation/problem.js';
import { boxToOriginal } from '../images/letterbox.js';
import type { DetectorNetwork } from './network.js';
import { DEFAULT_IOU_THRESHOLD } from './readDetections.js';

/** What to evaluate on. */
export interface EvaluateOptions {
  readonly dataset: Dataset;
  /** Default `val`. */
  readonly split?: string;
  /** The first so many pictures of the split; default all of them. */
  readonly images?: number;
}

/** The quality of a detector on a split; average precisions from 0 to 1, as COCO defines them. */
export interface DetectorEvaluation {
  readonly split: string;
  readonly images: number;
  /** Mean over the classes at IoU 0.5. */
  readonly mAP50: number;
  /** Mean over the classes and IoU 0.5 to 0.95. */
  readonly mAP: number;
  /** By class name; null where the pictures hold none of the class. */
  readonly perClass: Readonly<
    Record<string, { readonly AP50: number | null; readonly AP: number | null; readonly truths: number }>
  >;
}

/** Low, because average precision asks for the whole curve. */
const EVALUATION_SCORE_THRESHOLD = 0.01;

/** Pictures that are in memory at a time. */
const CHUNK = 64;

/** Opens and letterboxes a split, `val` by default. */
export async function prepareEvaluation(
  { inputSize }: DetectorNetwork,
  { dataset, split = 'val' }: EvaluateOptions,
): Promise<PreparedSplit> {
  return prepareSplit(await dataset.split(split), inputSize);
}

/**
 * Runs the network over the first pictures of a split and scores it.
 *
 * @throws RangeError if `images` is not an integer from 1 up to the length of the split
 * @throws DatasetError if the pictures hold no object
 */
export async function evaluateDetector(
  network: DetectorNetwork,
  prepared: PreparedSplit,
  { dataset, images = prepared.split.length }: EvaluateOptions,
): Promise<DetectorEvaluation> {
  checkImages(prepared, images);
  const truths: Truth[] = [];
  const detections: Detection[] = [];
  for (let start = 0; start < images; start += CHUNK) {
    const indices = Array.from({ length: Math.min(CHUNK, images - start) }, (_, offset) => start + offset);
    const examples = await Promise.all(indices.map((index) => prepared.example(index)));
    const found = await network.detect(
      examples.map(({ pixels }) => pixels),
      { scoreThreshold: EVALUATION_SCORE_THRESHOLD, iouThreshold: DEFAULT_IOU_THRESHOLD },
    );
    for (const [offset, example] of examples.entries()) {
      const toOriginal = inOriginal(start + offset, example);
      truths.push(...example.objects.map(toOriginal));
      detections.push(...(found[offset] ?? []).map(toOriginal));
    }
  }
  const { AP, AP50, perClass } = evaluateCoco({ classCount: dataset.classes.length, truths, detections });
  if (AP === null || AP50 === null) {
    throw new DatasetError(`${dataset.spec}, split "${prepared.split.name}": no object to evaluate on`);
  }
  const results = dataset.classes.map((name, index) => {
    const result = perClass[index];
    return [
      name,
      { AP50: result?.AP50 ?? null, AP: result?.AP ?? null, truths: result?.truths ?? 0 },
    ] as const;
  });
  return { split: prepared.split.name, images, mAP50: AP50, mAP: AP, perClass: Object.fromEntries(results) };
}

function inOriginal(image: number, { letterbox }: PreparedExample) {
  return <Item extends { readonly box: Truth['box'] }>(item: Item) => ({
    ...item,
    image,
    box: boxToOriginal(item.box, letterbox),
  });
}

function checkImages({ split }: PreparedSplit, images: number): void {
  const { name, length, isEndless } = split;
  if (Number.isSafeInteger(images) && images >= 1 && (isEndless || images <= length)) return;
  throw new RangeError(
    `evaluate: split "${name}" has ${isEndless ? 'no end' : `${length} pictures`}, cannot take ${images}`,
  );
}
