// Matrix products and convolution, from their definitions.
import type { GroupedWindow2d } from '../../graph/operationSet.js';
import { type Shape, sizeOf } from '../../graph/shape.js';
import { forEachPosition } from './arrangement.js';
import type { Rows } from './row.js';
import { forEachCell } from './slidingWindow.js';

/** Matrix products, convolution and its two adjoints. */
export const linearAlgebra = {
  matmul: ({ attributes: { transposeA, transposeB }, shape }, a, b) => {
    const [rows, columns] = shape.slice(-2) as [number, number];
    const inner = a.shape.at(transposeA ? -2 : -1) as number;
    return new Float64Array(sizeOf(shape)).map((_, flat) => {
      const column = flat % columns;
      const row = Math.floor(flat / columns) % rows;
      const stack = Math.floor(flat / (columns * rows));
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        const left = stack * rows * inner + (transposeA ? k * rows + row : row * inner + k);
        const right = stack * inner * columns + (transposeB ? column * inner + k : k * columns + column);
        sum += (a.data[left] as number) * (b.data[right] as number);
      }
      return sum;
    });
  },
  conv2d: ({ attributes, shape }, x, filter) => {
    const output = new Float64Array(sizeOf(shape));
    forEachTap({ x: x.shape, filter: filter.shape, output: shape }, attributes, (tap) =>
      addProduct(output, tap.output, x.data[tap.x], filter.data[tap.filter]),
    );
    return output;
  },
  conv2dInputGradient: ({ attributes, shape }, filter, upstream) => {
    const gradient = new Float64Array(sizeOf(shape));
    forEachTap({ x: shape, filter: filter.shape, output: upstream.shape }, attributes, (tap) =>
      addProduct(gradient, tap.x, upstream.data[tap.output], filter.data[tap.filter]),
    );
    return gradient;
  },
  conv2dFilterGradient: ({ attributes, shape }, x, upstream) => {
    const gradient = new Float64Array(sizeOf(shape));
    forEachTap({ x: x.shape, filter: shape, output: upstream.shape }, attributes, (tap) =>
      addProduct(gradient, tap.filter, upstream.data[tap.output], x.data[tap.x]),
    );
    return gradient;
  },
} satisfies Partial<Rows>;

type Triple<Content> = Readonly<Record<'x' | 'filter' | 'output', Content>>;

/**
 * Visits every product that a convolution sums: x[b, c, i, j] * filter[f, c, k, l] is part of
 * output[b, f, row, column] where (i, j) is the cell of the window under (k, l). With groups, c counts in the filter's own.
 */
function forEachTap(
  shapes: Triple<Shape>,
  window: GroupedWindow2d,
  visit: (tap: Triple<number>) => void,
): void {
  const [, allChannels, height, width] = shapes.x as [number, number, number, number];
  const [filters, channels, ...kernel] = shapes.filter as [number, number, number, number];
  const filtersPerGroup = filters / window.groups;
  const sliding = { ...window, plane: [height, width], kernel } as const;
  forEachPosition(shapes.output, (position, output) => {
    const [image, filter, ...corner] = position as [number, number, number, number];
    const firstChannel = Math.floor(filter / filtersPerGroup) * channels;
    for (let channel = 0; channel < channels; channel++) {
      const xPlane = (image * allChannels + firstChannel + channel) * height * width;
      const filterPlane = (filter * channels + channel) * kernel[0] * kernel[1];
      forEachCell(sliding, corner, (cell, kernelCell) =>
        visit({ x: xPlane + cell, filter: filterPlane + kernelCell, output }),
      );
    }
  });
}

function addProduct(sums: Float64Array, place: number, a: number | undefined, b: number | undefined): void {
  sums[place] = (sums[place] as number) + (a as number) * (b as number);
}
