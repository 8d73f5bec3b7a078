// Examples as the network sees them: letterboxed to its input size, read from disk once.
import { boxArea, type Size } from '../boxes/box.js';
import { applyLetterbox, boxToFrame, fitLetterbox, type Letterbox } from '../images/letterbox.js';
import type { DatasetSplit, Example, LabelledObject } from './dataset.js';

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
  /** As `DatasetSplit.example`; examples of a split with an end stay in memory. */
  example(index: number): Promise<PreparedExample>;
}

/** Letterboxes the examples of a split on demand. */
export function prepareSplit(split: DatasetSplit, frame: Size): PreparedSplit {
  const ready = new Map<number, Promise<PreparedExample>>();
  const prepare = async (index: number) => prepareExample(await split.example(index), frame);
  return {
    split,
    frame,
    example(index) {
      // Generated scenes hardly ever come twice and are as quick to draw as to keep.
      if (split.isEndless) return prepare(index);
      const example = ready.get(index) ?? prepare(index);
      ready.set(index, example);
      return example;
    },
  };
}

/** Letterboxes one example. */
export async function prepareExample({ id, image, objects }: Example, frame: Size): Promise<PreparedExample> {
  const letterbox = fitLetterbox(image, frame);
  const { data } = await applyLetterbox(image, letterbox);
  const moved = objects.map((object) => ({ ...object, box: boxToFrame(object.box, letterbox) }));
  return { id, letterbox, pixels: data, objects: moved.filter(({ box }) => boxArea(box) > 0) };
}
