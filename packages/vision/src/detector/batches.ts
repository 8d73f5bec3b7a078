// Batches for training. Each follows from the seed, the epoch and the place in it, so that a run that was cut off goes on
// with the very batch it would have had.
import { createPictureMaker } from '../augmentation/pictureMaker.js';
import type { PreparedSplit } from '../datasets/preparedSplit.js';
import type { PredictionLayout } from './predictionLayout.js';
import { assignTargets, createTargetMaps, type TargetMaps } from './targets.js';
import { type TrainingPicturesOptions, trainingPictures } from './trainingPictures.js';
import { workAhead } from './workAhead.js';

/** What a training step is fed. The arrays of the targets are filled anew for each batch. */
export interface Batch {
  /** [B, H, W, 3] */
  readonly images: Uint8Array;
  readonly targets: TargetMaps;
}

/** What batches are made of. */
export interface BatchOptions extends TrainingPicturesOptions {
  /** The cells that need targets. */
  readonly layout: PredictionLayout;
  readonly batchSize: number;
}

/** Batches of a split, by epoch and step. */
export interface Batches {
  readonly stepsPerEpoch: number;
  /** A batch. The pictures of the next ones are read and made in the background. */
  load(epoch: number, step: number): Promise<Batch>;
  /** Reads nothing more, waits until nothing is being read or made, and ends the thread that makes pictures. */
  close(): Promise<void>;
}

/**
 * Batches whose pictures are made while the network computes. Reading, decoding and making happen on other threads, but
 * go on only between two updates: opening, looking, reading and closing a file, decoding, scaling are six steps.
 */
const BATCHES_AHEAD = 6;

/**
 * Batches of a split: the examples that don't fill a batch are left for another epoch, and a split smaller than a batch
 * repeats itself in it.
 */
export function createBatches(options: BatchOptions): Batches {
  const { batchSize, epochs, layout } = options;
  const { split } = options.split;
  const targets = createTargetMaps(batchSize, layout);
  const stepsPerEpoch = Math.max(1, Math.floor(split.length / batchSize));
  const planAt = trainingPictures(options);
  const maker = createPictureMaker();
  const make = async (update: number) => {
    const [epoch, step] = [Math.floor(update / stepsPerEpoch), update % stepsPerEpoch];
    const places = Array.from({ length: batchSize }, (_, picture) => step * batchSize + picture);
    return maker.make(await Promise.all(places.map((place) => planAt(epoch, place))));
  };
  const making = workAhead({ work: make, ahead: BATCHES_AHEAD, end: epochs * stepsPerEpoch });

  return {
    stepsPerEpoch,
    async load(epoch, step) {
      const { images, objects } = await making.take(epoch * stepsPerEpoch + step);
      for (const [place, seen] of objects.entries()) assignTargets(targets, place, seen);
      return { images, targets };
    },
    async close() {
      await making.close();
      await maker.close();
    },
  };
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
