// Layers that change the size of feature maps and learn nothing.
import { averagePool2d, maxPool2d, upsampleNearest } from '../graph/maps.js';
import { reshape } from '../graph/movement.js';
import { reduceMean } from '../graph/reductions.js';
import { sizeOf } from '../graph/shape.js';
import { positiveInteger } from '../positiveInteger.js';
import type { Layer } from './layer.js';
import { mapShape } from './mapShape.js';
import { type Padding, windowPadding } from './windowPadding.js';

/**
 * Maximum over windows: [B, C, H, W] to [B, C, floor((H - size) / stride) + 1, ...]. The gradient goes
 * to the first maximum of a window in row-major order.
 *
 * @param size - side of the square window in pixels
 * @param stride - step of the window; default its size
 * @throws RangeError if a size is no positive integer
 */
export function maxPool(size: number, stride = size): Layer {
  positiveInteger('maxPool: size', size);
  positiveInteger('maxPool: stride', stride);
  return {
    kind: 'maxPool',
    isTransparent: true,
    apply: (input) =>
      maxPool2d(input, { kernel: [size, size], strides: [stride, stride], padding: [0, 0, 0, 0] }),
  };
}

/**
 * Mean over windows: [B, C, H, W] to [B, C, H', W'].
 *
 * `valid`: floor((H - size) / stride) + 1 rows, as of `maxPool`; rows that no window reaches are dropped. `same`:
 * ceil(H / stride) rows, and a window at the edge is the mean of the pixels under it that belong to the map: what lies
 * around is not counted, as in Keras (`count_include_pad=False` in PyTorch).
 *
 * @param size - side of the square window in pixels
 * @param stride - step of the window; default its size
 * @throws RangeError if a size is no positive integer, or, when applied, if the input is no feature map
 */
export function averagePool(size: number, stride = size, padding: Padding = 'valid'): Layer {
  positiveInteger('averagePool: size', size);
  positiveInteger('averagePool: stride', stride);
  return {
    kind: 'averagePool',
    isTransparent: true,
    apply: (input, scope) => {
      const [, , height, width] = mapShape('averagePool', input, scope);
      const around = windowPadding(padding, [height, width], { kernel: size, stride });
      return averagePool2d(input, { kernel: [size, size], strides: [stride, stride], padding: around });
    },
  };
}

/**
 * Mean of each channel: [B, C, H, W] to [B, C].
 *
 * @throws RangeError when applied, if the input is no feature map
 */
export function globalAveragePool(): Layer {
  return {
    kind: 'globalAveragePool',
    apply: (input, scope) => {
      mapShape('globalAveragePool', input, scope);
      return reduceMean(input, { axes: [2, 3] });
    },
  };
}

/** All axes behind the batch in one: [B, ...] to [B, features]. */
export function flatten(): Layer {
  return {
    kind: 'flatten',
    apply: (input) => {
      const [batch = 1, ...rest] = input.shape;
      return reshape(input, [batch, sizeOf(rest)]);
    },
  };
}

/**
 * Repeats rows and columns: [B, C, H, W] to [B, C, scale * H, scale * W].
 *
 * @throws RangeError if the scale is no positive integer
 */
export function upsample(scale: number): Layer {
  positiveInteger('upsample: scale', scale);
  return { kind: 'upsample', isTransparent: true, apply: (input) => upsampleNearest(input, scale) };
}
