// Batches for training: which examples, in which order, varied how. Everything follows from the seed, the
// epoch and the place in it, so that a run that was cut off goes on with the very batch it would have had.
import type { RandomStream } from '@rectify/nn';
import { type AugmentationSettings, settingsOfEpoch } from '../augmentation/augmentationSettings.js';
import { drawRecipe, indicesOf, makePicture, type Recipe } from '../augmentation/recipe.js';
import type { PreparedExample, PreparedSplit } from '../datasets/preparedSplit.js';
import type { PredictionLayout } from './predictionLayout.js';
import { assignTargets, createTargetMaps, type TargetMaps } from './targets.js';
import { workAhead } from './workAhead.js';

/** What a training step is fed. The arrays are filled anew for each batch. */
export interface Batch {
  /** [B, H, W, 3] */
  readonly images: Uint8Array;
  readonly targets: TargetMaps;
}

/** What batches are made of. */
export interface BatchOptions {
  readonly split: PreparedSplit;
  /** The cells that need targets. */
  readonly layout: PredictionLayout;
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
  /** A batch. The pictures of the next ones are read in the background. */
  load(epoch: number, step: number): Promise<Batch>;
  /** Reads nothing more and waits until nothing is being read. */
  close(): Promise<void>;
}

/**
 * Batches whose pictures are read while the network computes. Reading and decoding happen on other threads, but go on
 * only between two updates: opening, looking, reading and closing a file, decoding, scaling are six steps.
 */
const BATCHES_AHEAD = 6;

/**
 * Batches of a split: each epoch in an order of its own, the examples that don't fill a batch left for another
 * epoch. A split smaller than a batch repeats itself in it. Of an endless split each epoch takes new examples.
 */
export function createBatches(options: BatchOptions): Batches {
  const { split: prepared, layout, batchSize, augmentation, epochs, stream } = options;
  const { split, frame } = prepared;
  const pictureBytes = frame.width * frame.height * 3;
  const images = new Uint8Array(batchSize * pictureBytes);
  const targets = createTargetMaps(batchSize, layout);
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

  const stepsPerEpoch = Math.max(1, Math.floor(split.length / batchSize));
  const read = async (update: number): Promise<ReadPicture[]> => {
    const [epoch, step] = [Math.floor(update / stepsPerEpoch), update % stepsPerEpoch];
    const recipes = Array.from({ length: batchSize }, (_, picture) =>
      recipeAt(epoch, step * batchSize + picture),
    );
    return Promise.all(
      recipes.map(async (recipe) => {
        const examples = await Promise.all(indicesOf(recipe).map((index) => prepared.example(index)));
        return { recipe, examples };
      }),
    );
  };
  const reading = workAhead({ work: read, ahead: BATCHES_AHEAD, end: epochs * stepsPerEpoch });

  return {
    stepsPerEpoch,
    async load(epoch, step) {
      const pictures = await reading.take(epoch * stepsPerEpoch + step);
      for (const [place, { recipe, examples }] of pictures.entries()) {
        const pixels = images.subarray(place * pictureBytes, (place + 1) * pictureBytes);
        assignTargets(targets, place, makePicture(recipe, examples, pixels));
      }
      return { images, targets };
    },
    close: () => reading.close(),
  };
}

/** A picture whose parts are in memory. */
interface ReadPicture {
  readonly recipe: Recipe;
  readonly examples: readonly PreparedExample[];
}

/** The first `count` examples, unvaried and repeated if there are fewer: a fixed batch to probe units with. */
export async function firstExamples(
  prepared: PreparedSplit,
  layout: PredictionLayout,
  count: number,
): Promise<Batch> {
  const { split, frame } = prepared;
  const pictureBytes = frame.width * frame.height * 3;
  const images = new Uint8Array(count * pictureBytes);
  const targets = createTargetMaps(count, layout);
  const examples = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      prepared.example(split.isEndless ? index : index % split.length),
    ),
  );
  for (const [place, { pixels, objects }] of examples.entries()) {
    images.set(pixels, place * pictureBytes);
    assignTargets(targets, place, objects);
  }
  return { images, targets };
}
