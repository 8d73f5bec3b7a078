// The factor of an initializer's standard deviation, gain / sqrt(fanIn), that suits an activation.
import type { Activation } from './activation.js';

/**
 * Power of e^z - 1 left of zero relative to that of z, for standard normal z: E[(e^z - 1)^2 | z < 0] =
 * 1 + 2 (e^2 P(z < -2) - 2 sqrt(e) P(z < -1)).
 */
const ELU_NEGATIVE_POWER = 0.2898908349858477;

/**
 * The gain that keeps the scale of a signal from layer to layer.
 *
 * - ReLU, Leaky ReLU, PReLU: sqrt(2 / (1 + slope^2)) with the (initial) slope (He et al. 2015, section 2.2);
 * - ELU: the same rule, 1 / sqrt(E f(z)^2) with z standard normal: sqrt(2 / (1 + 0.28989 alpha^2)), ReLU's at alpha 0;
 * - linear, sigmoid: 1, tanh: 5/3, the values of PyTorch's `calculate_gain`, which names none for PReLU and ELU.
 *
 * @example
 * gain(leakyRelu(1)); // 1
 */
export function gain(activation: Activation): number {
  switch (activation.kind) {
    case 'relu':
      return Math.SQRT2;
    case 'leaky_relu':
      return Math.sqrt(2 / (1 + activation.negativeSlope ** 2));
    case 'prelu':
      return Math.sqrt(2 / (1 + activation.initialSlope ** 2));
    case 'elu':
      return Math.sqrt(2 / (1 + ELU_NEGATIVE_POWER * activation.alpha ** 2));
    case 'tanh':
      return 5 / 3;
    case 'sigmoid':
    case 'linear':
      return 1;
  }
}
