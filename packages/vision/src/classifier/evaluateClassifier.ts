// How often a classifier is right, and what it takes for what.
import type { MnistDigits } from '../datasets/mnist.js';
import { mostProbable } from '../evaluation/mostProbable.js';
import { DIGIT_CLASSES } from './architecture.js';
import type { ClassifierNetwork } from './classificationLoss.js';

/** The quality of a classifier on digits. */
export interface ClassifierEvaluation {
  /** Digits judged. */
  readonly images: number;
  /** Share of them whose class is predicted, 0 to 1. */
  readonly accuracy: number;
  /** The same by class name, of the digits that are of it; null where there is none. */
  readonly perClass: Readonly<Record<string, { readonly accuracy: number | null; readonly images: number }>>;
  /** `confusion[truth][prediction]`: digits. */
  readonly confusion: readonly (readonly number[])[];
}

/** What a network takes a picture for. */
export interface Prediction {
  readonly classIndex: number;
  /** Of that class, by softmax: 0 to 1. */
  readonly probability: number;
}

/** Pictures in a run, where there is more than one. */
const PREDICTION_BATCH = 250;

/**
 * Predicts the class of each picture.
 *
 * @param ink - [N, H, W, 1] bytes
 */
export async function predictClasses(network: ClassifierNetwork, ink: Uint8Array): Promise<Prediction[]> {
  const { inputShape, outputShape } = network.model;
  const pixels = inputShape.reduce((product, side) => product * side, 1);
  const [classCount = 0] = outputShape;
  const count = ink.length / pixels;
  const batchSize = count === 1 ? 1 : PREDICTION_BATCH;
  const predictor = await network.predictor(batchSize);
  const predictions: Prediction[] = [];
  for (let start = 0; start < count; start += batchSize) {
    // The last batch is filled up with paper.
    const images = new Uint8Array(batchSize * pixels);
    images.set(ink.subarray(start * pixels, (start + batchSize) * pixels));
    const logits = await predictor.predict(images);
    for (let row = 0; row < Math.min(batchSize, count - start); row++)
      predictions.push(mostProbable(classCount, (index) => logits[row * classCount + index] as number));
  }
  return predictions;
}

/** Judges a network on digits. */
export async function evaluateClassifier(
  network: ClassifierNetwork,
  { ink, labels }: MnistDigits,
): Promise<ClassifierEvaluation> {
  const confusion = DIGIT_CLASSES.map(() => DIGIT_CLASSES.map(() => 0));
  for (const [index, { classIndex }] of (await predictClasses(network, ink)).entries()) {
    const row = confusion[labels[index] as number] as number[];
    row[classIndex] = (row[classIndex] as number) + 1;
  }
  return summarizeConfusion(confusion);
}

function summarizeConfusion(confusion: readonly (readonly number[])[]): ClassifierEvaluation {
  const rows = confusion.map((row, index) => ({
    right: row[index] as number,
    images: row.reduce((sum, count) => sum + count, 0),
  }));
  const images = rows.reduce((sum, row) => sum + row.images, 0);
  const right = rows.reduce((sum, row) => sum + row.right, 0);
  const perClass = DIGIT_CLASSES.map((name, index) => {
    const row = rows[index] as (typeof rows)[number];
    return [
      name,
      { accuracy: row.images === 0 ? null : row.right / row.images, images: row.images },
    ] as const;
  });
  return { images, accuracy: right / images, perClass: Object.fromEntries(perClass), confusion };
}
