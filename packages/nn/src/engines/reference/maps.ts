// Feature maps [B, C, H, W]: pooling, upsampling and normalisation per channel.
import type { OperationAttributes } from '../../graph/operationSet.js';
import { type Shape, sizeOf } from '../../graph/shape.js';
import { addAt, forEachPosition, take } from './arrangement.js';
import type { Rows, Tensor } from './row.js';
import { forEachCell } from './slidingWindow.js';

type FourAxes = readonly [number, number, number, number];

/** Operations on feature maps. */
export const maps = {
  maxPool2d: ({ attributes, shape }, x) => take(x.data, winners(x, shape, attributes)),
  maxPool2dGradient: ({ attributes, shape }, x, output, upstream) =>
    addAt(winners(x, output.shape, attributes), upstream.data, sizeOf(shape)),
  upsampleNearest: ({ attributes: { scale }, shape }, x) => {
    const [, channels, height, width] = x.shape as FourAxes;
    const sources = new Int32Array(sizeOf(shape));
    forEachPosition(shape, (position, flat) => {
      const [image, channel, row, column] = position as FourAxes;
      const sourceRow = (image * channels + channel) * height + Math.floor(row / scale);
      sources[flat] = sourceRow * width + Math.floor(column / scale);
    });
    return take(x.data, sources);
  },
  channelAffine: (_, x, factor, offset) =>
    mapChannels(
      x,
      (element, channel) => (factor.data[channel] as number) * element + (offset.data[channel] as number),
    ),
  batchNorm: ({ attributes: { epsilon } }, x, scale, offset, mean, variance) =>
    mapChannels(x, (element, channel) => {
      const deviation = Math.sqrt((variance.data[channel] as number) + epsilon);
      const normalized = (element - (mean.data[channel] as number)) / deviation;
      return (scale.data[channel] as number) * normalized + (offset.data[channel] as number);
    }),
} satisfies Partial<Rows>;

/** The first maximum of each window in row-major order (PyTorch's rule), as elements of x. */
function winners(x: Tensor, output: Shape, attributes: OperationAttributes['maxPool2d']): Int32Array {
  const [, channels, height, width] = x.shape as FourAxes;
  const sliding = { ...attributes, plane: [height, width] } as const;
  const first = new Int32Array(sizeOf(output)).fill(-1);
  forEachPosition(output, (position, flat) => {
    const [image, channel, ...corner] = position as FourAxes;
    const plane = (image * channels + channel) * height * width;
    forEachCell(sliding, corner, (cell) => {
      const winner = first[flat] as number;
      if (winner < 0 || (x.data[plane + cell] as number) > (x.data[winner] as number)) {
        first[flat] = plane + cell;
      }
    });
  });
  return first;
}

/** Applies a function that knows the channel (axis 1) of each element. */
function mapChannels(x: Tensor, f: (element: number, channel: number) => number): Float64Array {
  const [, channels = 1, ...inner] = x.shape;
  const plane = sizeOf(inner);
  return x.data.map((element, flat) => f(element, Math.floor(flat / plane) % channels));
}
