import { gain } from '@rectify/activations';
import { add } from '../graph/arithmetic.js';
import { matmul } from '../graph/linearAlgebra.js';
import { printShape } from '../graph/shape.js';
import { heNormal, type Initializer, zeros } from '../initializers.js';
import { positiveInteger } from '../positiveInteger.js';
import type { Layer, Scope } from './layer.js';

/** Settings of a layer with weights. */
export interface WeightOptions {
  /** Whether a bias is added; default true. */
  readonly bias?: boolean;
  /** How weights start; default He normal with the gain of the activation that follows (He et al. 2015). */
  readonly initializer?: Initializer;
}

/**
 * A fully connected layer, y = x W^T + b: [B, inputs] to [B, units], with W of shape [units, inputs].
 *
 * @throws RangeError if `units` is no positive integer, or, when applied, if the input is no matrix
 */
export function dense(units: number, { bias = true, initializer }: WeightOptions = {}): Layer {
  positiveInteger('dense: units', units);
  return {
    kind: 'dense',
    apply: (input, scope) => {
      const [, inputs] = input.shape;
      if (inputs === undefined || input.shape.length !== 2) {
        throw new RangeError(
          `dense "${scope.path}": input must have shape [batch, features], got ${printShape(input.shape)}; flatten() it first`,
        );
      }
      const weight = scope.parameter('weight', {
        shape: [units, inputs],
        initializer: initializer ?? matchedInitializer(scope),
        decays: true,
      });
      const product = matmul(input, weight, { transposeB: true });
      return bias ? add(product, scope.parameter('bias', { shape: [units], initializer: zeros })) : product;
    },
  };
}

/** He initialisation for the activation that follows; without one the variance is kept as it is. */
export function matchedInitializer({ followedBy }: Scope): Initializer {
  return heNormal({ gain: followedBy === null ? 1 : gain(followedBy) });
}
