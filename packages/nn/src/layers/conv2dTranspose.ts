import { conv2dTranspose as spread } from '../graph/linearAlgebra.js';
import type { Initializer } from '../initializers.js';
import { positiveInteger } from '../positiveInteger.js';
import { addChannelBias, checkWindow, type WindowOptions } from './conv2d.js';
import { matchedInitializer } from './dense.js';
import type { Layer, Scope } from './layer.js';
import { mapShape } from './mapShape.js';
import { windowPadding } from './windowPadding.js';

/**
 * A transposed convolution, which enlarges a map: [B, C, H, W] to [B, filters, H', W'], weights
 * [C, filters, kernel, kernel] as in PyTorch. It is the adjoint of `conv2d`: each pixel adds its multiple of a filter to a
 * window of the output.
 *
 * H' is stride * H for `same` padding, as in Keras, and (H - 1) * stride + kernel for `valid`, as in PyTorch.
 * Weights start as if for a convolution with kernel * kernel / stride^2 pixels under its window, which is how many meet
 * in a pixel of the output.
 *
 * @throws RangeError if a size is no positive integer, or, when applied, if the input is no feature map
 */
export function conv2dTranspose(filters: number, options: WindowOptions = {}): Layer {
  positiveInteger('conv2dTranspose: filters', filters);
  checkWindow('conv2dTranspose', options);
  const { kernel = 3, stride = 1, padding = 'same', bias = true, initializer } = options;
  const enlarge = (size: number): number =>
    padding === 'same' ? size * stride : (size - 1) * stride + kernel;
  return {
    kind: 'conv2dTranspose',
    apply: (input, scope) => {
      const [batch, channels, height, width] = mapShape('conv2dTranspose', input, scope);
      const weight = scope.parameter('weight', {
        shape: [channels, filters, kernel, kernel],
        initializer: initializer ?? adjointInitializer(scope, stride),
        decays: true,
      });
      const size: [number, number] = [enlarge(height), enlarge(width)];
      const map = spread(input, weight, {
        strides: [stride, stride],
        padding: windowPadding(padding, size, { kernel, stride }),
        inputShape: [batch, filters, ...size],
      });
      return bias ? addChannelBias(map, filters, scope) : map;
    },
  };
}

/** The initializer of a convolution, for weights whose axes of inputs and outputs are swapped. */
function adjointInitializer(scope: Scope, stride: number): Initializer {
  const matched = matchedInitializer(scope, stride);
  return ([inputs = 1, outputs = 1, ...kernel], stream) => matched([outputs, inputs, ...kernel], stream);
}
