import {
  assertAllClose,
  type GoldenNumber,
  type GoldenTensor,
  golden,
  type Tolerance,
  toNumbers,
} from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import type { FloatArray } from './floatArray.js';
import { learnedPrelu } from './learnedPrelu.js';
import { prelu } from './piecewiseLinear.js';

interface PreluCase {
  readonly name: string;
  readonly inputs: Record<'x' | 'slope' | 'grad_output', GoldenTensor>;
  readonly float32: Record<'output' | 'grad_x' | 'grad_slope', GoldenTensor>;
  readonly float64: Record<'output' | 'grad_x' | 'grad_slope', GoldenTensor>;
}

const reference = golden<{
  readonly header: { readonly tolerance: Record<'float32' | 'float64', Tolerance> };
  readonly prelu_cases: readonly PreluCase[];
}>('activations');

const precisions = [
  {
    precision: 'float64',
    array: (data: readonly GoldenNumber[]): FloatArray => Float64Array.from(toNumbers(data)),
  },
  {
    precision: 'float32',
    array: (data: readonly GoldenNumber[]): FloatArray => Float32Array.from(toNumbers(data)),
  },
] as const;

describe.each(precisions)('learnedPrelu against PyTorch in $precision', ({ precision, array }) => {
  const exact: Tolerance = { rtol: 0, atol: 0 };
  const tolerance = reference.header.tolerance[precision];

  it.each(reference.prelu_cases)('$name', ({ inputs, [precision]: expected }) => {
    const [x, slopes, upstream] = [
      array(inputs.x.data),
      array(inputs.slope.data),
      array(inputs.grad_output.data),
    ];
    const innerSize = inputs.x.shape.slice(2).reduce((size, extent) => size * extent, 1);
    const layer = learnedPrelu(slopes, { innerSize });
    const inputGradient = layer
      .mapDerivative(x)
      .map((derivative, index) => derivative * (upstream[index] as number));

    assertAllClose(layer.map(x), [...array(expected.output.data)], { tolerance: exact, what: 'output' });
    assertAllClose(inputGradient, [...array(expected.grad_x.data)], { tolerance: exact, what: 'grad_x' });
    const sums = layer.slopeGradient(x, upstream);
    assertAllClose(sums, expected.grad_slope.data, { tolerance, what: 'grad_slope' });
  });
});

describe('learnedPrelu', () => {
  const x = Float64Array.of(-4, 2, -1, 0, 3, -2);

  it('is prelu when every slope is the initial one', () => {
    expect(learnedPrelu(Float64Array.of(0.25)).map(x)).toEqual(prelu().map(x));
    expect(learnedPrelu(Float64Array.of(0.25, 0.25)).mapDerivative(x)).toEqual(prelu().mapDerivative(x));
  });

  it('gives the slope gradient of central differences', () => {
    const upstream = Float64Array.of(1, 2, -3, 4, 5, 0.5);
    const h = 1e-6;
    const loss = (slopes: Float64Array): number =>
      learnedPrelu(slopes, { innerSize: 3 })
        .map(x)
        .reduce((sum, output, index) => sum + output * (upstream[index] as number), 0);
    const gradient = learnedPrelu(Float64Array.of(0.3, -0.2), { innerSize: 3 }).slopeGradient(x, upstream);
    const above = [loss(Float64Array.of(0.3 + h, -0.2)), loss(Float64Array.of(0.3, -0.2 + h))] as const;
    const below = [loss(Float64Array.of(0.3 - h, -0.2)), loss(Float64Array.of(0.3, -0.2 - h))] as const;
    expect(gradient[0]).toBeCloseTo((above[0] - below[0]) / (2 * h), 8);
    expect(gradient[1]).toBeCloseTo((above[1] - below[1]) / (2 * h), 8);
  });

  it('sees slopes that change between calls', () => {
    const slopes = Float64Array.of(0.5);
    const layer = learnedPrelu(slopes);
    slopes[0] = -1;
    expect(layer.map(Float64Array.of(-4))).toEqual(Float64Array.of(4));
  });

  it('writes into the outputs it is given, in place too', () => {
    const layer = learnedPrelu(Float64Array.of(0.5));
    const sums = Float64Array.of(99);
    expect(layer.slopeGradient(x, x, sums)).toBe(sums);
    expect(sums).toEqual(Float64Array.of(16 + 1 + 4));
    const values = x.slice();
    expect(layer.map(values, values)).toBe(values);
    expect(values).toEqual(Float64Array.of(-2, 2, -0.5, 0, 3, -1));
  });

  it('sums in float64: a thousand small terms are not lost beside a large one', () => {
    const values = new Float32Array(1001).fill(-1);
    const upstream = new Float32Array(1001).fill(1);
    upstream[0] = 2 ** 24;
    const [sum] = learnedPrelu(Float32Array.of(0.25)).slopeGradient(values, upstream);
    expect(sum).toBe(Math.fround(-(2 ** 24 + 1000)));
  });

  it('passes NaN on', () => {
    const layer = learnedPrelu(Float64Array.of(0.5));
    expect(layer.slopeGradient(Float64Array.of(-1, Number.NaN), Float64Array.of(1, 1))[0]).toBeNaN();
  });

  it('refuses what does not fit', () => {
    expect(() => learnedPrelu(new Float32Array())).toThrow('slopes must not be empty');
    expect(() => learnedPrelu(Float32Array.of(1), { innerSize: 0 })).toThrow(
      'innerSize must be a positive integer, got 0',
    );
    expect(() => learnedPrelu(new Float64Array(4)).map(x)).toThrow(
      '4 channels of 1 must divide the input, got a Float64Array of 6',
    );
    expect(() => learnedPrelu(new Float64Array(1)).slopeGradient(x, new Float64Array(5))).toThrow(
      'upstream must have 6 elements, got 5',
    );
    expect(() => learnedPrelu(new Float64Array(1)).slopeGradient(x, x, new Float64Array(2))).toThrow(
      'output must be like',
    );
  });
});
