// The factor of an initializer's standard deviation, gain / sqrt(fanIn), that suits an activation.
import type { Activation } from './activation.js';

/**
 * Power of e^z - 1 left of zero relative to that of z, for standard normal z: E[(e^z - 1)^2 | z < 0] =
 * 1 + 2 (e^2 P(z < -2) - 2 sqrt(e) P(z < -1)).
 */
const ELU_NEGATIVE_POWER = 0.2898908349858477;

/** E f(z)^2 for standard normal z: GELU's is 1/3 + 1 / (2 sqrt(3) pi), the others are integrals without a closed form. */
const POWERS = {
  gelu: 0.4252214825702987,
  geluByTanh: 0.42519371103309944,
  silu: 0.35577551981735217,
  mish: 0.45234219237588275,
  hardswish: 0.3315673751379077,
  softplus: 0.9212459088593004,
  relu6: 0.49999999807527046,
};

/**
 * The gain that keeps the scale of a signal from layer to layer.
 *
 * - ReLU, Leaky ReLU, PReLU: sqrt(2 / (1 + slope^2)) with the (initial) slope (He et al. 2015, section 2.2); RReLU:
 *   the same with the mean of slope^2 in training; CReLU: ReLU's, because each half has ReLU's power;
 * - ELU, GELU, SiLU, Mish, Hard Swish, Softplus, ReLU6: the same rule, 1 / sqrt(E f(z)^2) with z standard normal;
 * - linear, sigmoid: 1, tanh: 5/3, SELU: 3/4, the values of PyTorch's `calculate_gain`. SELU with gain 1 would keep
 *   mean and variance, as its paper means it; 3/4 is what PyTorch found to train more steadily.
 *
 * @example
 * gain(leakyRelu(1)); // 1
 */
export function gain(activation: Activation): number {
  switch (activation.kind) {
    case 'relu':
    case 'crelu':
      return Math.SQRT2;
    case 'leaky_relu':
      return rectifierGain(activation.negativeSlope ** 2);
    case 'prelu':
      return rectifierGain(activation.initialSlope ** 2);
    case 'rrelu':
      return rectifierGain(meanSquare(activation.lower, activation.upper));
    case 'elu':
      return rectifierGain(ELU_NEGATIVE_POWER * activation.alpha ** 2);
    case 'gelu':
      return 1 / Math.sqrt(activation.approximation === 'tanh' ? POWERS.geluByTanh : POWERS.gelu);
    case 'relu6':
    case 'silu':
    case 'mish':
    case 'hardswish':
    case 'softplus':
      return 1 / Math.sqrt(POWERS[activation.kind]);
    case 'selu':
      return 3 / 4;
    case 'tanh':
      return 5 / 3;
    case 'sigmoid':
    case 'linear':
      return 1;
  }
}

/** 1 / sqrt(E f(z)^2) of a rectifier, whose right half has power 1/2, from the power of its left half relative to that. */
function rectifierGain(negativePower: number): number {
  return Math.sqrt(2 / (1 + negativePower));
}

/** E a^2 for a uniform between two bounds. */
function meanSquare(lower: number, upper: number): number {
  return (lower * lower + lower * upper + upper * upper) / 3;
}
