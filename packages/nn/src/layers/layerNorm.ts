import { add, div, mul, sqrt, square, sub } from '../graph/arithmetic.js';
import { reduceMean } from '../graph/reductions.js';
import { printShape } from '../graph/shape.js';
import { constantInitializer, zeros } from '../initializers.js';
import { positiveInteger } from '../positiveInteger.js';
import type { Layer } from './layer.js';

/** Settings of layer normalisation. */
export interface LayerNormOptions {
  /** How many axes at the end are normalised together; default 1, the features. A map [B, C, H, W] takes 3. */
  readonly axes?: number;
  /** Added to the variance; default 1e-5 as in PyTorch. */
  readonly epsilon?: number;
}

/**
 * Layer normalisation (Ba, Kiros, Hinton 2016): scale * (x - mean) / sqrt(variance + epsilon) + offset, with the mean and
 * the biased variance of each example's own features, in training and evaluation alike.
 *
 * Scale and offset have the shape of the normalised axes.
 *
 * @throws RangeError if `axes` is no positive integer or epsilon outside (0, 1), or, when applied, if the axes would
 *   include the batch
 */
export function layerNorm({ axes = 1, epsilon = 1e-5 }: LayerNormOptions = {}): Layer {
  positiveInteger('layerNorm: axes', axes);
  if (!(epsilon > 0 && epsilon < 1))
    throw new RangeError(`layerNorm: epsilon must be in (0, 1), got ${epsilon}`);
  return {
    kind: 'layerNorm',
    isTransparent: true,
    apply: (input, scope) => {
      const rank = input.shape.length;
      if (axes >= rank) {
        throw new RangeError(
          `layerNorm "${scope.path}": needs more than ${axes} axes, the batch among them, got ${printShape(input.shape)}`,
        );
      }
      const shape = input.shape.slice(-axes);
      const kept = { axes: shape.map((_, index) => rank - axes + index), keepDims: true };
      const centred = sub(input, reduceMean(input, kept));
      const deviation = sqrt(add(reduceMean(square(centred), kept), epsilon));
      const scale = scope.parameter('scale', { shape, initializer: constantInitializer(1) });
      const offset = scope.parameter('offset', { shape, initializer: zeros });
      return add(mul(div(centred, deviation), scale), offset);
    },
  };
}
