// How a window slides over a map: the one place where strides and padding become positions.
import type { Window2d } from '../../graph/operationSet.js';
import { forEachPosition } from './arrangement.js';

type Pair = readonly [number, number];

/** A window of the size `kernel` that slides over a plane of the size `plane`, each [height, width]. */
export interface SlidingWindow extends Pick<Window2d, 'strides' | 'padding'> {
  readonly plane: Pair;
  readonly kernel: Pair;
}

/** Visits the elements of the plane under the window at one position of the output, row by row; padding is left out. */
export function forEachCell(
  { plane: [height, width], kernel, strides, padding: [top, left] }: SlidingWindow,
  [outputRow, outputColumn]: Pair,
  visit: (cell: number, kernelCell: number) => void,
): void {
  forEachPosition(kernel, (position, kernelCell) => {
    const [kernelRow, kernelColumn] = position as Pair;
    const row = outputRow * strides[0] + kernelRow - top;
    const column = outputColumn * strides[1] + kernelColumn - left;
    if (row >= 0 && row < height && column >= 0 && column < width) visit(row * width + column, kernelCell);
  });
}
