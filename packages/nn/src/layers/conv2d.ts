import { add } from '../graph/arithmetic.js';
import { conv2d as convolve, samePadding } from '../graph/linearAlgebra.js';
import { reshape } from '../graph/movement.js';
import type { Window2d } from '../graph/operationSet.js';
import { zeros } from '../initializers.js';
import { positiveInteger } from '../positiveInteger.js';
import { matchedInitializer, type WeightOptions } from './dense.js';
import type { Layer } from './layer.js';
import { mapShape } from './mapShape.js';

/** Settings of a convolution. */
export interface Conv2dOptions extends WeightOptions {
  /** Side of the square window in pixels; default 3. */
  readonly kernel?: number;
  /** Step of the window in pixels; default 1. */
  readonly stride?: number;
  /** `same`: ceil(size / stride) rows and columns, zeros around; `valid`: only where the window fits. Default `same`. */
  readonly padding?: 'same' | 'valid';
}

const NO_PADDING: Window2d['padding'] = [0, 0, 0, 0];

/**
 * A convolution (cross-correlation): [B, C, H, W] to [B, filters, H', W'], weights [filters, C, kernel, kernel].
 *
 * @throws RangeError if a size is no positive integer, or, when applied, if the input is no feature map
 */
export function conv2d(filters: number, options: Conv2dOptions = {}): Layer {
  const { kernel = 3, stride = 1, padding = 'same', bias = true, initializer } = options;
  positiveInteger('conv2d: filters', filters);
  positiveInteger('conv2d: kernel', kernel);
  positiveInteger('conv2d: stride', stride);
  return {
    kind: 'conv2d',
    apply: (input, scope) => {
      const [, channels, height, width] = mapShape('conv2d', input, scope);
      const weight = scope.parameter('weight', {
        shape: [filters, channels, kernel, kernel],
        initializer: initializer ?? matchedInitializer(scope),
        decays: true,
      });
      const strides: [number, number] = [stride, stride];
      const around =
        padding === 'same' ? samePadding([height, width], [kernel, kernel], strides) : NO_PADDING;
      const map = convolve(input, weight, { strides, padding: around });
      if (!bias) return map;
      const offset = scope.parameter('bias', { shape: [filters], initializer: zeros });
      return add(map, reshape(offset, [filters, 1, 1]));
    },
  };
}
