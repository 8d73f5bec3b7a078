// Value and derivative of every activation against PyTorch, in both precisions and at the kinks.
import { type GoldenNumber, golden, isClose, type Tolerance, toNumber, toNumbers } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import {
  type Activation,
  activationKinds,
  elu,
  type FloatArray,
  gelu,
  hardswish,
  leakyRelu,
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
} from '../src/index.js';

type Precision = 'float32' | 'float64';
type Field = 'forward' | 'derivative';
type Params = Readonly<Record<string, number>> & { readonly approximate?: 'none' | 'tanh' };

interface GoldenFunction {
  readonly name: string;
  readonly params: Params;
  readonly float32: Record<Field, readonly GoldenNumber[]>;
  readonly float64: Record<Field, readonly GoldenNumber[]>;
  readonly exceptional_reference: readonly {
    readonly dtype: Precision;
    readonly index: number;
    readonly field: Field;
    readonly limit: GoldenNumber;
  }[];
}

const reference = golden<{
  readonly header: { readonly tolerance: Record<Precision, Tolerance> };
  readonly inputs: Record<Precision, readonly GoldenNumber[]>;
  readonly functions: readonly GoldenFunction[];
  readonly derivative_at_kinks: readonly {
    readonly function: string;
    readonly params: Params;
    readonly x: number;
    readonly pytorch: number;
  }[];
}>('activations');

/** How the reference names our activations. Its other functions have no counterpart here. */
const counterparts: Readonly<Record<string, (params: Params) => Activation>> = {
  relu,
  leaky_relu: ({ negative_slope }) => leakyRelu(negative_slope),
  prelu: ({ slope }) => prelu({ initialSlope: slope }),
  elu: ({ alpha }) => elu(alpha),
  rrelu_eval: ({ lower, upper }) => rrelu({ lower, upper }),
  relu6,
  selu,
  gelu: ({ approximate }) => gelu({ approximation: approximate }),
  silu,
  mish,
  hardswish,
  softplus,
  sigmoid,
  tanh,
};

const exact: Tolerance = { rtol: 0, atol: 0 };
const piecewiseLinear: readonly string[] = ['relu', 'leaky_relu', 'prelu', 'relu6'];

const functions = reference.functions.flatMap((expected) => {
  const activation = counterparts[expected.name]?.(expected.params);
  return activation === undefined ? [] : [{ expected, activation, params: JSON.stringify(expected.params) }];
});
const stores: Record<Precision, (values: readonly number[]) => FloatArray> = {
  float32: (values) => Float32Array.from(values),
  float64: (values) => Float64Array.from(values),
};

it('finds all of our activations in the reference', () => {
  const found = new Set(functions.map(({ activation }) => activation.kind));
  const elsewhere = ['prelu', 'crelu', 'linear'];
  expect([...found].sort()).toEqual(activationKinds.filter((kind) => !elsewhere.includes(kind)).sort());
});

describe.each(functions)('$expected.name $params', ({ expected, activation }) => {
  it.each(['float32', 'float64'] as const)('equals PyTorch in %s', (precision) => {
    const x = stores[precision](toNumbers(reference.inputs[precision]));
    const results = { forward: activation.map(x), derivative: activation.mapDerivative(x) };
    const tolerance = piecewiseLinear.includes(activation.kind)
      ? exact
      : reference.header.tolerance[precision];
    for (const field of ['forward', 'derivative'] as const) {
      const wanted = stores[precision](toNumbers(expected[precision][field]));
      const deviations = [...x.keys()].filter((index) => {
        if (isBeyondThreshold(expected, x[index] as number)) return false;
        // The derivative at NaN differs between libraries: the reference calls it informative.
        if (field === 'derivative' && Number.isNaN(x[index])) return false;
        const value = results[field][index] as number;
        const limits = expected.exceptional_reference
          .filter((entry) => entry.dtype === precision && entry.field === field && entry.index === index)
          .map(({ limit }) => toNumber(limit));
        return ![wanted[index] as number, ...limits].some((accepted) => isClose(value, accepted, tolerance));
      });
      expect(
        deviations.map((index) => ({
          field,
          x: x[index],
          got: results[field][index],
          wanted: wanted[index],
        })),
      ).toEqual([]);
    }
  });
});

/** From its threshold PyTorch's softplus is x itself: the data says to leave these points out. */
function isBeyondThreshold({ params: { threshold = Infinity } }: GoldenFunction, x: number): boolean {
  return x > threshold;
}

const kinks = reference.derivative_at_kinks.flatMap((kink) => {
  const activation = counterparts[kink.function]?.(kink.params);
  return activation === undefined ? [] : [{ ...kink, activation }];
});

it.each(kinks)(
  'the derivative of $function $params at $x is that of PyTorch',
  ({ activation, x, pytorch }) => {
    // These few numbers were computed in float32.
    expect(isClose(activation.derivative(x), pytorch, reference.header.tolerance.float32)).toBe(true);
  },
);
