import { golden, isClose, type Tolerance } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import { standardNormalMean } from '../test/standardNormalMean.js';
import { gain } from './gain.js';
import {
  type Activation,
  crelu,
  elu,
  gelu,
  hardswish,
  leakyRelu,
  linear,
  mish,
  prelu,
  relu,
  relu6,
  rrelu,
  selu,
  sigmoid,
  silu,
  softplus,
  tanh,
} from './index.js';

interface GoldenGain {
  readonly nonlinearity: string;
  readonly param: number | null;
  readonly gain: number;
}

const reference = golden<{
  readonly header: { readonly tolerance: { readonly float64: Tolerance } };
  readonly gain: { readonly values: readonly GoldenGain[] };
}>('activations');

const named: Record<string, (param: number | null) => Activation> = {
  linear,
  sigmoid,
  tanh,
  relu,
  selu,
  leaky_relu: (param) => leakyRelu(param ?? undefined),
};
const ours = reference.gain.values.filter(({ nonlinearity }) => nonlinearity in named);

describe('gain', () => {
  it.each(ours)('of $nonlinearity $param is that of PyTorch', ({ nonlinearity, param, gain: expected }) => {
    const activation = named[nonlinearity]?.(param) as Activation;
    expect(isClose(gain(activation), expected, reference.header.tolerance.float64)).toBe(true);
  });

  it('of PReLU is that of Leaky ReLU at the initial slope', () => {
    expect(gain(prelu({ initialSlope: 0.1, shared: true }))).toBe(gain(leakyRelu(0.1)));
  });

  const matched = [
    ...[relu(), leakyRelu(0.1), leakyRelu(0.3), prelu(), crelu(), relu6(), elu(), elu(0.5), linear()],
    ...[gelu(), gelu({ approximation: 'tanh' }), silu(), mish(), hardswish(), softplus()],
  ];

  it.each(matched)('of $kind keeps the power of a standard normal input', (activation) => {
    const power = standardNormalMean((z) => activation.forward(z) ** 2);
    expect(gain(activation) ** 2 * power).toBeCloseTo(1, 10);
  });

  it('of RReLU keeps the power on average over its slopes', () => {
    const slopes = Array.from({ length: 1000 }, (_, index) => 0.1 + (0.2 * (index + 0.5)) / 1000);
    const powers = slopes.map((slope) => 1 / gain(leakyRelu(slope)) ** 2);
    const mean = powers.reduce((sum, power) => sum + power, 0) / powers.length;
    expect(gain(rrelu({ lower: 0.1, upper: 0.3 })) ** 2 * mean).toBeCloseTo(1, 6);
  });

  it('rises from ELU to ReLU as alpha goes to 0', () => {
    expect(gain(elu(0))).toBe(gain(relu()));
    expect(gain(elu())).toBeCloseTo(1 / Math.sqrt(0.6449), 4);
  });
});
