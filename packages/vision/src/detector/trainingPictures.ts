// The pictures of a training: which examples each is made of, in which order, varied how. Everything follows from the
// seed, the epoch and the place in it.
import { type RandomStream, randomStream } from '@rectify/nn/random';
import { type AugmentationSettings, settingsOfEpoch } from '../augmentation/augmentationSettings.js';
import type { PicturePlan } from '../augmentation/pictureMaker.js';
import { drawRecipe, indicesOf, type Recipe } from '../augmentation/recipe.js';
import { exampleOrder } from '../datasets/exampleOrder.js';
import type { PreparedSplit } from '../datasets/preparedSplit.js';

/** What training pictures are made of. */
export interface TrainingPicturesOptions {
  readonly split: PreparedSplit;
  readonly augmentation: AugmentationSettings;
  /** Epochs of the whole training. */
  readonly epochs: number;
  /** The stream of the run; order and augmentation each split their own from it. */
  readonly stream: RandomStream;
}

/** Reads what the picture at a place of an epoch is made of. */
export type TrainingPictures = (epoch: number, place: number) => Promise<PicturePlan>;

/** The stream that the training of a network with this seed takes its luck from. */
export function trainingStream(seed: number): RandomStream {
  return randomStream(seed).split('training');
}

/**
 * The pictures of a training: each epoch in an order of its own, and from the beginning again where a place is beyond
 * the end of the split. Of an endless split each epoch takes new examples.
 */
export function trainingPictures(options: TrainingPicturesOptions): TrainingPictures {
  const { split: prepared, augmentation, epochs, stream } = options;
  const { split } = prepared;
  const indexAt = exampleOrder(split, stream.split('order'));
  const variations = stream.split('augmentation');
  return async (epoch, place) => {
    const recipe = drawRecipe(indexAt(epoch, place), {
      settings: settingsOfEpoch(augmentation, epoch, epochs),
      stream: variations.split(`${epoch}/${place}`),
      drawIndex: (luck) => indexAt(epoch, luck.integer(split.length)),
    });
    return readPicture(recipe, prepared);
  };
}

async function readPicture(recipe: Recipe, prepared: PreparedSplit): Promise<PicturePlan> {
  const examples = await Promise.all(indicesOf(recipe).map((index) => prepared.example(index)));
  return { recipe, examples };
}
