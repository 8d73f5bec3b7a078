import { golden, isClose, type Tolerance } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import { type Activation, elu, leakyRelu, linear, prelu, relu, sigmoid, tanh } from './activation.js';
import { gain } from './gain.js';

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

  it.each([relu(), leakyRelu(0.1), leakyRelu(0.3), prelu(), elu(), elu(0.5), linear()])(
    'of $kind keeps the power of a standard normal input',
    (activation) => {
      const power = standardNormalMean((z) => activation.forward(z) ** 2);
      expect(gain(activation) ** 2 * power).toBeCloseTo(1, 10);
    },
  );

  it('rises from ELU to ReLU as alpha goes to 0', () => {
    expect(gain(elu(0))).toBe(gain(relu()));
    expect(gain(elu())).toBeCloseTo(1 / Math.sqrt(0.6449), 4);
  });
});

/** E f(z) for standard normal z, by Simpson's rule on each side of the kink at 0. */
function standardNormalMean(f: (z: number) => number): number {
  const steps = 4000;
  const width = 12 / steps;
  const weighted = (z: number): number => (f(z) * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
  let sum = 0;
  for (let step = 0; step <= steps; step++) {
    const weight = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2;
    sum += weight * (weighted(step * width) + weighted(-step * width));
  }
  return (sum * width) / 3;
}
