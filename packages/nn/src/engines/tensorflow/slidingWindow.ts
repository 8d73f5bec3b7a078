// What lies under one element of a window, for all places of the window at once: a strided slice.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Window2d } from '../../graph/operationSet.js';
import { padTensor, takeRange } from './movement.js';

type Pair = readonly [number, number];

/** How a window slides over maps whose last two axes are height and width. */
export interface SlidingWindow {
  readonly kernel: Pair;
  readonly strides: Pair;
  /** Height and width of what the window produces. */
  readonly output: Pair;
}

/** For each element of the window, row by row: what lies under it at every place, [.., height, width]. */
export function windowTaps(padded: Tensor, { kernel, strides, output }: SlidingWindow): Tensor[] {
  const leading = padded.shape.slice(0, -2);
  return Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => {
    const corner = [Math.floor(tap / kernel[1]), tap % kernel[1]] as const;
    const ends = ([0, 1] as const).map((axis) => corner[axis] + (output[axis] - 1) * strides[axis] + 1);
    return takeRange(padded, {
      starts: [...leading.map(() => 0), ...corner],
      ends: [...leading, ...ends],
      steps: [...leading.map(() => 1), ...strides],
    });
  });
}

/** Surrounds maps [.., H, W] with the padding of a window. */
export function padMap(x: Tensor, [top, left, bottom, right]: Window2d['padding'], value: number): Tensor {
  const leading = x.shape.slice(0, -2).map(() => 0);
  return padTensor(x, { before: [...leading, top, left], after: [...leading, bottom, right], value });
}
