import { startPeer } from '../peerProcess.js';
import type { System } from '../system.js';
import { type ConvolutionWork, type PictureBatch, STEP, stepFilters } from './convolutionStep.js';

/** Where PyTorch is, and what it works on. */
export interface PytorchOptions {
  /** A Python program that can import it. */
  readonly python: string;
  readonly threads: number;
  readonly batches: readonly PictureBatch[];
}

interface Answer {
  readonly loss: number;
  readonly updateMs: number;
  readonly processorMs: number;
}

/** PyTorch in a process of its own, with maps channels-last; see `benchmarks/peers/convolution_pytorch.py`. */
export function pytorchStep(
  work: ConvolutionWork,
  { python, threads, batches }: PytorchOptions,
): System<PictureBatch> {
  return {
    name: 'PyTorch (channels-last)',
    open: async () => {
      const peer = startPeer(python, 'convolution_pytorch.py', [String(threads)]);
      const filters = (await stepFilters(work)).map(({ shape, values }) => ({
        shape,
        values: encode(values),
      }));
      let last = (await peer.ask({
        ...work,
        ...STEP,
        filters,
        batches: batches.map(({ images, targets }) => ({ images: encode(images), targets: encode(targets) })),
      })) as Answer;
      return {
        update: async ({ index }) => {
          last = (await peer.ask({ index })) as Answer;
          return last.loss;
        },
        clock: { updateMs: () => last.updateMs, processorMs: () => last.processorMs },
        close: () => peer.close(),
      };
    },
  };
}

function encode({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
