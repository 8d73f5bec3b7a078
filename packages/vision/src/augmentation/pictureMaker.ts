// Training pictures are made on a thread of their own: updates keep the main thread busy, which made the network wait for
// pictures for up to a fifth of the time. Which thread makes them has no say in the result: a recipe holds all luck.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { LabelledObject } from '../datasets/dataset.js';
import type { PreparedExample } from '../datasets/preparedSplit.js';
import type { Recipe } from './recipe.js';

/** A picture to make: what `makePicture` takes. */
export interface PicturePlan {
  readonly recipe: Recipe;
  readonly examples: readonly PreparedExample[];
}

/** Pictures one behind another. */
export interface MadePictures {
  /** [pictures, frame.height, frame.width, 3] */
  readonly images: Uint8Array;
  /** The objects of each picture. */
  readonly objects: readonly (readonly LabelledObject[])[];
}

/** Makes pictures in the background. */
export interface PictureMaker {
  /** Makes pictures of one frame, at least one. Whoever asks first is served first. */
  make(plans: readonly PicturePlan[]): Promise<MadePictures>;
  /** Ends the thread; what it has not made by now is never made. */
  close(): Promise<void>;
}

/** What the thread runs. The package's own name for it stands for the built file, also where the sources are run. */
const THREAD = createRequire(import.meta.url).resolve('#pictureThread');

interface Order {
  resolve(made: MadePictures): void;
  reject(error: Error): void;
}

/** Starts the thread. It keeps the process alive only while it has something to make. */
export function createPictureMaker(): PictureMaker {
  const orders: Order[] = [];
  let failure: Error | undefined;
  const worker = new Worker(THREAD);
  worker.unref();
  worker.on('message', (made: MadePictures) => {
    orders.shift()?.resolve(made);
    if (orders.length === 0) worker.unref();
  });
  worker.on('error', (error: Error) => {
    failure = error;
    for (const { reject } of orders.splice(0)) reject(error);
  });
  return {
    make: (plans) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) return reject(failure);
        worker.postMessage(plans);
        worker.ref();
        orders.push({ resolve, reject });
      }),
    async close() {
      await worker.terminate();
    },
  };
}
