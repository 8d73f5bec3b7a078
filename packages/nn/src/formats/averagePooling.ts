// Average pooling of foreign models, as a convolution whose filters are all the same.
import { mul } from '../graph/arithmetic.js';
import { constant } from '../graph/leaves.js';
import { conv2d, windowedSize } from '../graph/linearAlgebra.js';
import type { Window2d } from '../graph/operationSet.js';
import type { Value } from '../graph/value.js';

/** A window that is averaged. */
export interface AverageWindow extends Window2d {
  readonly kernel: readonly [number, number];
  /** Whether the zeros of the padding count as elements. */
  readonly countPadding: boolean;
}

/** The mean of each window: [B, C, H, W] to [B, C, H', W']. */
export function averagePool2d(x: Value, { kernel, countPadding, ...window }: AverageWindow): Value {
  const [, channels = 1, height = 1, width = 1] = x.shape;
  const area = kernel[0] * kernel[1];
  const filter = constant(new Float32Array(channels * area).fill(1 / area), [channels, 1, ...kernel]);
  const means = conv2d(x, filter, { ...window, groups: channels });
  if (countPadding || window.padding.every((amount) => amount === 0)) return means;
  const [rows, columns] = windowedSize([height, width], kernel, window);
  const rowCounts = covered(rows, height, {
    kernel: kernel[0],
    stride: window.strides[0],
    before: window.padding[0],
  });
  const columnCounts = covered(columns, width, {
    kernel: kernel[1],
    stride: window.strides[1],
    before: window.padding[1],
  });
  const corrections = rowCounts.flatMap((rowCount) => columnCounts.map((count) => area / (rowCount * count)));
  return mul(means, constant(corrections, [rows, columns]));
}

/** How many elements of an axis each window covers. */
function covered(
  windows: number,
  size: number,
  { kernel, stride, before }: { kernel: number; stride: number; before: number },
): number[] {
  return Array.from({ length: windows }, (_, index) => {
    const start = index * stride - before;
    return Math.min(size, start + kernel) - Math.max(0, start);
  });
}
