import { add, mul } from '../graph/arithmetic.js';
import { constant } from '../graph/leaves.js';
import { matmul } from '../graph/linearAlgebra.js';
import { reshape, sliceAxis, transpose } from '../graph/movement.js';
import { printShape } from '../graph/shape.js';
import { softmax } from '../graph/softmax.js';
import type { Value } from '../graph/value.js';
import { positiveInteger } from '../positiveInteger.js';
import { dense, type WeightOptions } from './dense.js';
import { applyLayer, type Layer, type Scope } from './layer.js';

/** Settings of self-attention; weights start with gain 1 because no activation follows them. */
export interface SelfAttentionOptions extends WeightOptions {
  /** How many parts of the features attend on their own; must divide the features. */
  readonly heads: number;
  /** Whether a step sees only itself and the steps before it; default false. */
  readonly causal?: boolean;
}

/**
 * Multi-head self-attention (Vaswani et al. 2017, section 3.2): [B, T, D] to [B, T, D], every step a mean of all steps'
 * values, weighted by how well its query fits their keys:
 *
 *     softmax(Q K^T / sqrt(D / heads)) V for each head, then a linear map of the heads side by side
 *
 * The layer `queryKeyValue` makes Q, K and V, [3 D, D], head by head within each; `output` is the last map, [D, D].
 *
 * @throws RangeError if `heads` is no positive integer, or, when applied, if the input is no sequence or its features do
 *   not divide into the heads
 */
export function selfAttention({ heads, causal = false, ...weights }: SelfAttentionOptions): Layer {
  positiveInteger('selfAttention: heads', heads);
  return {
    kind: 'selfAttention',
    apply: (input, scope) => {
      const [batch, steps, features] = sequenceShape(input, heads, scope);
      const projected = applyLayer(dense(3 * features, weights), input, scope.enter('queryKeyValue', null));
      const width = features / heads;
      const parts = transpose(reshape(projected, [batch, steps, 3 * heads, width]), [0, 2, 1, 3]);
      const part = (index: number): Value => sliceAxis(parts, 1, index * heads, (index + 1) * heads);
      const query = mul(part(0), 1 / Math.sqrt(width));
      const scores = matmul(query, part(1), { transposeB: true });
      const attention = softmax(causal ? add(scores, causalMask(steps)) : scores);
      const mixed = transpose(matmul(attention, part(2)), [0, 2, 1, 3]);
      const joined = reshape(mixed, [batch, steps, features]);
      return applyLayer(dense(features, weights), joined, scope.enter('output', null));
    },
  };
}

function sequenceShape(
  { shape }: Value,
  heads: number,
  { path }: Scope,
): readonly [batch: number, steps: number, features: number] {
  if (shape.length !== 3) {
    throw new RangeError(
      `selfAttention "${path}": input must have shape [batch, steps, features], got ${printShape(shape)}`,
    );
  }
  const [batch, steps, features] = shape as unknown as readonly [number, number, number];
  if (features % heads !== 0) {
    throw new RangeError(
      `selfAttention "${path}": ${features} features do not divide into ${heads} heads; choose a divisor`,
    );
  }
  return [batch, steps, features];
}

/** [T, T]: 0 where the column is no later than the row, -Infinity elsewhere, which softmax turns into 0. */
function causalMask(steps: number): Value {
  const mask = Array.from({ length: steps * steps }, (_, flat) =>
    flat % steps <= Math.floor(flat / steps) ? 0 : -Infinity,
  );
  return constant(mask, [steps, steps]);
}
