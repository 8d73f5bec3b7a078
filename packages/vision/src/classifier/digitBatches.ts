// Batches of digits for training. Each follows from the seed, the epoch and the place in it, so that a run that was cut
// off goes on with the very batch it would have had.
import type { RandomStream } from '@rectify/nn/random';
import { exampleOrder } from '../datasets/exampleOrder.js';
import type { MnistDigits } from '../datasets/mnist.js';
import { type DigitVariation, varyDigit } from './digitVariation.js';

/** What a training step is fed. */
export interface DigitBatch {
  /** [B, H, W, 1] */
  readonly images: Uint8Array;
  /** [B] */
  readonly labels: Int32Array;
}

/** What batches are made of. */
export interface DigitBatchOptions {
  readonly digits: MnistDigits;
  readonly variation: DigitVariation;
  readonly batchSize: number;
  /** The stream of the run; order and variation each split their own from it. */
  readonly stream: RandomStream;
}

/** Batches by epoch and step. */
export interface DigitBatches {
  readonly stepsPerEpoch: number;
  /** A batch, whose arrays are filled anew for the next. */
  load(epoch: number, step: number): DigitBatch;
}

/** Batches of all digits: those that don't fill a batch are left for another epoch, and few repeat themselves in one. */
export function createDigitBatches({
  digits,
  variation,
  batchSize,
  stream,
}: DigitBatchOptions): DigitBatches {
  const { size, count } = digits;
  const pixels = size.width * size.height;
  const images = new Uint8Array(batchSize * pixels);
  const labels = new Int32Array(batchSize);
  const indexAt = exampleOrder({ length: count, isEndless: false }, stream.split('order'));
  const variations = stream.split('augmentation');
  return {
    stepsPerEpoch: Math.max(1, Math.floor(count / batchSize)),
    load(epoch, step) {
      for (let slot = 0; slot < batchSize; slot++) {
        const place = step * batchSize + slot;
        const index = indexAt(epoch, place);
        const ink = digits.ink.subarray(index * pixels, (index + 1) * pixels);
        const out = images.subarray(slot * pixels, (slot + 1) * pixels);
        varyDigit(ink, out, { size, variation, stream: variations.split(`${epoch}/${place}`) });
        labels[slot] = digits.labels[index] as number;
      }
      return { images, labels };
    },
  };
}

/**
 * The first digits of a part, all of them for null.
 *
 * @throws RangeError if there are fewer
 */
export function firstDigits(digits: MnistDigits, count: number | null): MnistDigits {
  if (count === null) return digits;
  if (count > digits.count)
    throw new RangeError(`MNIST: there are ${digits.count} digits in that part, ${count} were asked for`);
  const pixels = digits.size.width * digits.size.height;
  const { size, ink, labels } = digits;
  return { count, size, ink: ink.subarray(0, count * pixels), labels: labels.subarray(0, count) };
}
