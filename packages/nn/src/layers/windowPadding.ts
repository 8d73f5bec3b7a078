import { samePadding } from '../graph/linearAlgebra.js';
import type { Window2d } from '../graph/operationSet.js';

/** `same`: ceil(size / stride) positions, with padding around; `valid`: only positions where the window fits. */
export type Padding = 'same' | 'valid';

/** The padding around a map of [height, width] pixels for a square window. */
export function windowPadding(
  padding: Padding,
  size: readonly [number, number],
  { kernel, stride }: { readonly kernel: number; readonly stride: number },
): Window2d['padding'] {
  return padding === 'same' ? samePadding(size, [kernel, kernel], [stride, stride]) : [0, 0, 0, 0];
}
