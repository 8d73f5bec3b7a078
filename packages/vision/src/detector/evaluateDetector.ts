// Mean average precision of a detector on a split, in the pixels of the original pictures.

import { type Dataset, DatasetError } from '../datasets/dataset.js';
import { type PreparedSplit, prepareSplit } from '../datasets/preparedSplit.js';
import { type CocoResult, evaluateCoco } from '../evaluation/cocoEvaluation.js';
import { collectDetections } from './collectDetections.js';
import type { DetectorNetwork, ViewOptions } from './network.js';
import type { ViewCount } from './viewCount.js';

/** What to evaluate on. */
export interface EvaluateOptions extends ViewOptions {
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
  /** Of each picture, averaged. */
  readonly views: ViewCount;
  /** Mean over the classes at IoU 0.5. */
  readonly mAP50: number;
  /** Mean over the classes and IoU 0.5 to 0.95. */
  readonly mAP: number;
  /** By class name; null where the pictures hold none of the class. */
  readonly perClass: Readonly<
    Record<string, { readonly AP50: number | null; readonly AP: number | null; readonly truths: number }>
  >;
}

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
  { dataset, images = prepared.split.length, views = network.views }: EvaluateOptions,
): Promise<DetectorEvaluation> {
  const problem = await collectDetections(network, prepared, { images, views });
  return summarize(evaluateCoco(problem), { dataset, split: prepared.split.name, images, views });
}

/** What numbers are about. */
type JudgedPictures = Required<Omit<EvaluateOptions, 'views'>> & Pick<DetectorEvaluation, 'views'>;

/**
 * The numbers of COCO under the names of the classes.
 *
 * @throws DatasetError if the pictures hold no object
 */
export function summarize(
  { AP, AP50, perClass }: CocoResult,
  { dataset, split, images, views }: JudgedPictures,
): DetectorEvaluation {
  if (AP === null || AP50 === null) {
    throw new DatasetError(`${dataset.spec}, split "${split}": no object to evaluate on`);
  }
  const results = dataset.classes.map((name, index) => {
    const result = perClass[index];
    return [
      name,
      { AP50: result?.AP50 ?? null, AP: result?.AP ?? null, truths: result?.truths ?? 0 },
    ] as const;
  });
  return { split, images, views, mAP50: AP50, mAP: AP, perClass: Object.fromEntries(results) };
}
