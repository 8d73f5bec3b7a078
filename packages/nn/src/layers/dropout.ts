import { mul } from '../graph/arithmetic.js';
import { greater, where } from '../graph/choice.js';
import { scalar } from '../graph/leaves.js';
import type { Layer } from './layer.js';

/**
 * Inverted dropout: in training each element is 0 with probability `rate` and divided by 1 - rate otherwise, so that its
 * mean stays; in evaluation nothing happens (Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov 2014).
 *
 * Every step, and every call of `predict` in it, has a mask of its own.
 *
 * @param rate - share of elements that are dropped, from 0 up and below 1
 * @throws RangeError if `rate` is out of that range
 */
export function dropout(rate: number): Layer {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`dropout: rate must be from 0 up and below 1, got ${rate}`);
  }
  return {
    kind: 'dropout',
    isTransparent: true,
    apply: (input, scope) => {
      if (!scope.training || rate === 0) return input;
      const chance = scope.noise('mask', { shape: input.shape, distribution: 'uniform' });
      return mul(input, where(greater(rate, chance), 0, scalar(1 / (1 - rate))));
    },
  };
}
