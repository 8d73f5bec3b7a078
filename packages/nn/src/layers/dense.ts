import { add } from '../graph/arithmetic.js';
import { matmul } from '../graph/linearAlgebra.js';
import { reshape } from '../graph/movement.js';
import { printShape, sizeOf } from '../graph/shape.js';
import type { Value } from '../graph/value.js';
import { heNormal, type Initializer, zeros } from '../initializers.js';
import { positiveInteger } from '../positiveInteger.js';
import type { Layer, Scope } from './layer.js';

/** Settings of a layer with weights. */
export interface WeightOptions {
  /** Whether a bias is added; default true. */
  readonly bias?: boolean;
  /** How weights start; default He normal with the gain of the activation that follows (He et al. 2015), by the model's rule. */
  readonly initializer?: Initializer;
}

/**
 * A fully connected layer, y = x W^T + b: [B, inputs] to [B, units], with W of shape [units, inputs]. On a sequence,
 * [B, T, inputs], it treats every step alike.
 *
 * @throws RangeError if `units` is no positive integer, or, when applied, if the input is no matrix and no sequence
 */
export function dense(units: number, { bias = true, initializer }: WeightOptions = {}): Layer {
  positiveInteger('dense: units', units);
  return {
    kind: 'dense',
    apply: (input, scope) => {
      const inputs = input.shape.at(-1);
      const rank = input.shape.length;
      if (inputs === undefined || rank < 2 || rank > 3) {
        throw new RangeError(
          `dense "${scope.path}": input must have shape [batch, features] or [batch, steps, features], got ${printShape(input.shape)}; flatten() it first`,
        );
      }
      const weight = scope.parameter('weight', {
        shape: [units, inputs],
        initializer: initializer ?? matchedInitializer(scope),
        decays: true,
      });
      return affine(input, {
        weight,
        ...(bias && { bias: scope.parameter('bias', { shape: [units], initializer: zeros }) }),
      });
    },
  };
}

/** x W^T + b along the last axis of x: [..., inputs] to [..., units]. */
export function affine(x: Value, { weight, bias }: { readonly weight: Value; readonly bias?: Value }): Value {
  const [units, inputs] = weight.shape as readonly [number, number];
  // One product for all steps: the weights are a plain matrix, not one for each example.
  const rows = reshape(x, [sizeOf(x.shape) / inputs, inputs]);
  const product = matmul(rows, weight, { transposeB: true });
  return reshape(bias === undefined ? product : add(product, bias), [...x.shape.slice(0, -1), units]);
}

/**
 * He initialisation for the activation that follows; without one the variance is kept as it is.
 *
 * @param factor - of the standard deviation, for weights of which fewer than the fan in meet in an output
 */
export function matchedInitializer({ followedBy, gainOf }: Scope, factor = 1): Initializer {
  return heNormal({ gain: factor * (followedBy === null ? 1 : gainOf(followedBy)) });
}
