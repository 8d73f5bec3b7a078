// Batches for training: which examples, in which order, varied how. Everything follows from the seed, the
// epoch and the place in it, so that a run that was cut off goes on with the very batch it would have had.
import type { RandomStream } from '@rectify/nn';
import { type AugmentationSettings, settingsOfEpoch } from '../augmentation/augmentationSettings.js';
import { drawRecipe, indicesOf, makePicture } from '../augmentation/recipe.js';
import type { PreparedSplit } from '../datasets/preparedSplit.js';
import { gridOf } from './architecture.js';
import { assignTargets, createTargetMaps, type TargetMaps } from './targets.js';

/** What a training step is fed. The arrays are filled anew for each batch. */
export interface Batch {
  /** [B, H, W, 3] */
  readonly images: Uint8Array;
  readonly targets: TargetMaps;
}

/** What batches are made of. */
export interface BatchOptions {
  readonly split: PreparedSplit;
  readonly batchSize: number;
  readonly augmentation: AugmentationSettings;
  /** Epochs of the whole training. */
  readonly epochs: number;
  /** The stream of the run; order and augmentation each split their own from it. */
  readonly stream: RandomStream;
}

/** Batches of a split, by epoch and step. */
export interface Batches {
  readonly stepsPerEpoch: number;
  load(epoch: number, step: number): Promise<Batch>;
}

/**
 * Batches of a split: each epoch in an order of its own, the examples that don't fill a batch left for another
 * epoch. A split smaller than a batch repeats itself in it. Of an endless split each epoch takes new examples.
 */
export function createBatches(options: BatchOptions): Batches {
  const { split: prepared, batchSize, augmentation, epochs, stream } = options;
  const { split, frame } = prepared;
  const pictureBytes = frame.width * frame.height * 3;
  const images = new Uint8Array(batchSize * pictureBytes);
  const targets = createTargetMaps(batchSize, gridOf(frame));
  const orders = stream.split('order');
  const variations = stream.split('augmentation');
  let current = { epoch: -1, order: [] as number[] };
  const orderOf = (epoch: number): number[] => {
    if (current.epoch !== epoch) {
      const order = Array.from({ length: split.length }, (_, index) => index);
      current = { epoch, order: orders.split(String(epoch)).shuffle(order) };
    }
    return current.order;
  };

  const indexAt = (epoch: number, place: number): number => {
    const index = orderOf(epoch)[place % split.length] as number;
    return split.isEndless ? epoch * split.length + index : index;
  };

  const recipeAt = (epoch: number, place: number) =>
    drawRecipe(indexAt(epoch, place), {
      settings: settingsOfEpoch(augmentation, epoch, epochs),
      stream: variations.split(`${epoch}/${place}`),
      drawIndex: (luck) => indexAt(epoch, luck.integer(split.length)),
    });

  return {
    stepsPerEpoch: Math.max(1, Math.floor(split.length / batchSize)),
    async load(epoch, step) {
      for (let picture = 0; picture < batchSize; picture++) {
        const recipe = recipeAt(epoch, step * batchSize + picture);
        const examples = await Promise.all(indicesOf(recipe).map((index) => prepared.example(index)));
        const pixels = images.subarray(picture * pictureBytes, (picture + 1) * pictureBytes);
        assignTargets(targets, picture, makePicture(recipe, examples, pixels));
      }
      return { images, targets };
    },
  };
}

/** The first `count` examples, unvaried and repeated if there are fewer: a fixed batch to probe units with. */
export async function firstExamples(prepared: PreparedSplit, count: number): Promise<Batch> {
  const { split, frame } = prepared;
  const pictureBytes = frame.width * frame.height * 3;
  const images = new Uint8Array(count * pictureBytes);
  const targets = createTargetMaps(count, gridOf(frame));
  for (let index = 0; index < count; index++) {
    const { pixels, objects } = await prepared.example(split.isEndless ? index : index % split.length);
    images.set(pixels, index * pictureBytes);
    assignTargets(targets, index, objects);
  }
  return { images, targets };
}
