// Examples as the network sees them: letterboxed to its input size, and kept in memory as far as they fit.
import { boxArea, type Size } from '../boxes/box.js';
import { applyLetterbox } from '../images/applyLetterbox.js';
import { boxToFrame, fitLetterbox, type Letterbox } from '../images/letterbox.js';
import type { DatasetSplit, Example, LabelledObject } from './dataset.js';
import { inTurn } from './inTurn.js';

/** An example in the frame of the network. */
export interface PreparedExample {
  readonly id: string;
  readonly letterbox: Letterbox;
  /** `frame.height * frame.width * 3` bytes, HWC. */
  readonly pixels: Uint8Array;
  /** Boxes in pixels of the frame. */
  readonly objects: readonly LabelledObject[];
}

/** A split in one frame. */
export interface PreparedSplit {
  readonly split: DatasetSplit;
  readonly frame: Size;
  /** As `DatasetSplit.example`. One that is asked for again while it is under way is prepared once. */
  example(index: number): Promise<PreparedExample>;
}

/** Settings of `prepareSplit`. */
export interface PrepareOptions {
  /** Bytes of pixels to keep at most; default `DEFAULT_CACHE_BYTES`. */
  readonly cacheBytes?: number;
}

/** 2,170 pictures of 320 by 240; a sixteenth of the memory of a small laptop. */
export const DEFAULT_CACHE_BYTES = 500_000_000;

/**
 * Letterboxes the examples of a split on demand.
 *
 * The first to come are kept, until the bound is reached, and never given up for others: training goes through all
 * examples before one comes again, so the least recently used one is about to be needed, and a cache that drops it
 * answers next to nothing once it is smaller than the split. The first half of the split kept answers every second
 * time, which is as good as it gets without knowing the order.
 */
export function prepareSplit(
  split: DatasetSplit,
  frame: Size,
  { cacheBytes = DEFAULT_CACHE_BYTES }: PrepareOptions = {},
): PreparedSplit {
  const kept = new Map<number, PreparedExample>();
  const underWay = new Map<number, Promise<PreparedExample>>();
  let cachedBytes = 0;
  const read = boundedReader(split, frame);
  const prepare = async (index: number): Promise<PreparedExample> => {
    try {
      const example = await read(index);
      // Generated scenes hardly ever come twice and are as quick to draw as to keep.
      if (!split.isEndless && cachedBytes + example.pixels.length <= cacheBytes) {
        kept.set(index, example);
        cachedBytes += example.pixels.length;
      }
      return example;
    } finally {
      underWay.delete(index);
    }
  };
  return {
    split,
    frame,
    async example(index) {
      const ready = kept.get(index);
      if (ready !== undefined) return ready;
      const example = underWay.get(index) ?? prepare(index);
      underWay.set(index, example);
      return example;
    },
  };
}

/** Bytes of original pictures that may be in memory at the same time: six photographs of 12 megapixels. */
const ORIGINALS_BYTES = 250_000_000;
/** As many threads decode and scale (libuv's pool); also what is begun before the size of a picture is known. */
const DECODING_THREADS = 4;

/**
 * Reads and letterboxes examples, no more of them at a time than have room. Small pictures are read by the dozen: each
 * takes half a dozen steps on other threads, and goes on to the next one only between two updates of a network.
 */
function boundedReader(split: DatasetSplit, frame: Size): (index: number) => Promise<PreparedExample> {
  let largestBytes = ORIGINALS_BYTES / DECODING_THREADS;
  let isGuess = true;
  const gate = inTurn(() => Math.max(1, Math.floor(ORIGINALS_BYTES / largestBytes)));
  return (index) =>
    gate(async () => {
      const example = await split.example(index);
      const { length } = example.image.data;
      largestBytes = isGuess ? length : Math.max(largestBytes, length);
      isGuess = false;
      return prepareExample(example, frame);
    });
}

/** Letterboxes one example. */
export async function prepareExample({ id, image, objects }: Example, frame: Size): Promise<PreparedExample> {
  const letterbox = fitLetterbox(image, frame);
  const { data } = await applyLetterbox(image, letterbox);
  const moved = objects.map((object) => ({ ...object, box: boxToFrame(object.box, letterbox) }));
  return { id, letterbox, pixels: data, objects: moved.filter(({ box }) => boxArea(box) > 0) };
}
