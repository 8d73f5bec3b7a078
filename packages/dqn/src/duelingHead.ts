import { add, applyLayer, type Layer, reduceMean, sub } from '@rectify/nn';

/**
 * The duelling head (Wang et al. 2016, equation 9), from features [B, N] to action values [B, A]:
 *
 *     Q(s, a) = V(s) + A(s, a) - 1/|A| sum_a' A(s, a')
 *
 * Without the mean, V and A would not be determined by Q.
 *
 * @param value - from the features to V, [B, 1]
 * @param advantage - from the features to A, [B, A]
 */
export function duelingHead(value: Layer, advantage: Layer): Layer {
  return {
    kind: 'dueling',
    apply: (input, scope) => {
      const v = applyLayer(value, input, scope.enter('value', null));
      const a = applyLayer(advantage, input, scope.enter('advantage', null));
      return add(v, sub(a, reduceMean(a, { axes: [1], keepDims: true })));
    },
  };
}
