import { add, div, minimum, mul, sqrt, square } from '../graph/arithmetic.js';
import { reduceSum } from '../graph/reductions.js';
import type { Value } from '../graph/value.js';

/** PyTorch's, so that a gradient of zero stays zero. */
const EPSILON = 1e-6;

/** A gradient [P], and the Euclidean norm that it had before clipping, a scalar. */
export interface ClippedGradient {
  readonly gradient: Value;
  readonly norm: Value;
}

/**
 * Shortens a gradient that is longer than `maximumNorm` (Pascanu, Mikolov, Bengio 2013): it is multiplied by
 * min(1, maximumNorm / (norm + 1e-6)), as `torch.nn.utils.clip_grad_norm_` does.
 *
 * @param gradient - of all parameters together, [P]
 * @param maximumNorm - `Infinity` measures the norm and leaves the gradient alone
 * @throws RangeError if `maximumNorm` is not a positive number
 */
export function clipByGlobalNorm(gradient: Value, maximumNorm: number): ClippedGradient {
  if (!(maximumNorm > 0)) {
    throw new RangeError(`clipByGlobalNorm: maximumNorm must be a positive number, got ${maximumNorm}`);
  }
  const norm = sqrt(reduceSum(square(gradient)));
  if (maximumNorm === Infinity) return { gradient, norm };
  const factor = minimum(1, div(maximumNorm, add(norm, EPSILON)));
  return { gradient: mul(gradient, factor), norm };
}
