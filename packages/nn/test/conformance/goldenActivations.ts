// The activations of a graph, against PyTorch at some two hundred points: exact ones, extremes
// and subnormal numbers among them.
import {
  assertAllClose,
  type GoldenNumber,
  type GoldenTensor,
  isClose,
  type Tolerance,
  toNumber,
  toNumbers,
} from '@rectify/golden';
import { describe, expect } from 'vitest';
import type { Engine } from '../../src/engines/engine.js';
import { clamp } from '../../src/graph/arithmetic.js';
import { crelu, gelu, hardswish, mish, relu6, selu, silu } from '../../src/graph/composedActivations.js';
import { input, scalar } from '../../src/graph/leaves.js';
import { reshape } from '../../src/graph/movement.js';
import { elu, leakyRelu, prelu, relu, sigmoid, softplus, tanh } from '../../src/graph/rectifiers.js';
import type { Value } from '../../src/graph/value.js';
import {
  activationData,
  activationTolerance,
  type CreluCase,
  type Curve,
  type GoldenFunction,
  type Params,
  type PreluCase,
} from './activationData.js';
import { compute, namedGradients } from './compute.js';
import { pointwise } from './pointwise.js';
import { engineTest, isDistinct, type Precision, type Subject, skippedTest } from './subject.js';

/** Functions of the reference data that a graph can express. */
const activations: Readonly<Record<string, (x: Value, params: Params) => Value>> = {
  relu,
  leaky_relu: (x, { negative_slope }) => leakyRelu(x, negative_slope as number),
  prelu: (x, { slope }) => prelu(x, scalar(slope as number)),
  elu: (x, { alpha }) => elu(x, alpha),
  sigmoid,
  tanh,
  softplus,
  relu6,
  selu,
  silu,
  mish,
  hardswish,
  gelu: (x, { approximate }) => gelu(x, { approximation: approximate }),
  rrelu_eval: (x, { lower, upper }) => leakyRelu(x, ((lower as number) + (upper as number)) / 2),
  hardtanh: (x, { min, max }) => clamp(x, min as number, max as number),
};

const NO_SUCH_FUNCTION = 'no layer offers this function';

/** Declares a test for each function, kink, PReLU and CReLU case of `activations.json`. */
export function goldenActivations(subject: Subject): void {
  const reference = activationData();
  const { precision } = subject;
  const toleranceOf = (name: string): Tolerance => activationTolerance(reference, name, precision);
  const points = toNumbers(reference.inputs[precision]).map((x) => stored(x, precision));

  describe('activations as in PyTorch', () => {
    for (const curve of reference.functions) {
      const title = `${curve.name} ${JSON.stringify(curve.params)}`;
      const activation = activations[curve.name];
      if (activation === undefined) {
        skippedTest(title, NO_SUCH_FUNCTION);
        continue;
      }
      engineTest(subject, title, async (engine) => {
        const f = (x: Value): Value => activation(x, curve.params);
        const actual = await pointwise(engine, f, { points, precision });
        const tolerance = toleranceOf(curve.name);
        compareCurve(curve, { points, actual, tolerance, subject });
      });
    }
    engineTest(subject, 'derivatives at the kinks', async (engine) => {
      for (const { function: name, params, x, pytorch } of reference.derivative_at_kinks) {
        const activation = activations[name];
        if (activation === undefined) continue;
        const f = (value: Value): Value => activation(value, params);
        const { derivative } = await pointwise(engine, f, { points: [x], precision });
        // These few numbers were computed in float32.
        const tolerance = reference.header.tolerance.float32;
        assertAllClose(derivative, [pytorch], { tolerance, what: `${name}'(${x})` });
      }
    });
    for (const preluCase of reference.prelu_cases) {
      engineTest(subject, `prelu ${preluCase.name}`, (engine) =>
        comparePrelu(engine, preluCase, {
          precision,
          tolerance: toleranceOf('prelu'),
          sumTolerance: reference.header.tolerance[precision],
        }),
      );
    }
    for (const [index, creluCase] of reference.crelu_cases.entries()) {
      engineTest(subject, `crelu ${index} along axis ${creluCase.axis}`, (engine) =>
        compareCrelu(engine, creluCase, { precision, tolerance: toleranceOf('crelu') }),
      );
    }
  });
}

function stored(x: number, precision: Precision): number {
  return precision === 'float32' ? Math.fround(x) : x;
}

interface CurveComparison {
  readonly points: readonly number[];
  readonly actual: Readonly<Record<keyof Curve, readonly number[]>>;
  readonly tolerance: Tolerance;
  readonly subject: Subject;
}

function compareCurve(curve: GoldenFunction, { points, actual, tolerance, subject }: CurveComparison): void {
  const { precision } = subject;
  for (const field of ['forward', 'derivative'] as const) {
    points.forEach((x, index) => {
      // PyTorch's relu has derivative 1 at NaN: the data calls such entries informative.
      if (field === 'derivative' && Number.isNaN(x)) return;
      if (!isDistinct(x, subject)) return;
      const got = actual[field][index] as number;
      const accepted = acceptedAt(curve, { index, field, precision });
      const isAccepted = accepted.some((value) => isClose(got, value, toleranceAt(curve, x, tolerance)));
      expect(
        isAccepted,
        `${curve.name} ${field} at ${x}: expected ${accepted.join(' or ')}, got ${got}`,
      ).toBe(true);
    });
  }
}

interface Place {
  readonly index: number;
  readonly field: keyof Curve;
  readonly precision: Precision;
}

function acceptedAt(curve: GoldenFunction, { index, field, precision }: Place): number[] {
  const limits = curve.exceptional_reference.filter(
    (entry) => entry.index === index && entry.field === field && entry.dtype === precision,
  );
  const written = [curve[precision][field][index] as GoldenNumber, ...limits.map(({ limit }) => limit)];
  return written.map((value) => stored(toNumber(value), precision));
}

/** Beyond its threshold PyTorch's softplus is x itself, which misses the true value by up to e^-threshold. */
function toleranceAt({ params: { threshold } }: GoldenFunction, x: number, tolerance: Tolerance): Tolerance {
  if (threshold === undefined || x <= threshold) return tolerance;
  return { ...tolerance, atol: tolerance.atol + Math.exp(-threshold) };
}

type Results = Readonly<Record<string, number[]>>;

interface Comparison {
  readonly precision: Precision;
  readonly tolerance: Tolerance;
}

async function comparePrelu(
  engine: Engine,
  { name, weight_axis, inputs, ...expected }: PreluCase,
  { precision, tolerance, sumTolerance }: Comparison & { readonly sumTolerance: Tolerance },
): Promise<void> {
  const x = input('x', inputs.x.shape);
  const slope = input('slope', inputs.slope.shape);
  const behind = weight_axis === null ? 0 : x.shape.length - 1 - weight_axis;
  const aligned = reshape(slope, [...slope.shape, ...new Array<number>(behind).fill(1)]);
  const output = prelu(x, aligned);
  const derived = namedGradients(output, { x, slope }, input('grad_output', output.shape));
  const results: Results = await compute(engine, {
    outputs: { output, ...derived },
    feeds: feedsOf(inputs),
    precision,
  });
  const check = (result: string, { data }: GoldenTensor, accepted = tolerance): void =>
    assertAllClose(results[result] ?? [], data, { tolerance: accepted, what: `prelu ${name} ${result}` });
  check('output', expected[precision].output);
  check('gradient/x', expected[precision].grad_x);
  check('gradient/slope', expected[precision].grad_slope, sumTolerance);
}

async function compareCrelu(
  engine: Engine,
  { axis, inputs, float64 }: CreluCase,
  { precision, tolerance }: Comparison,
): Promise<void> {
  const x = input('x', inputs.x.shape);
  const output = crelu(x, axis);
  const derived = namedGradients(output, { x }, input('grad_output', output.shape));
  const results: Results = await compute(engine, {
    outputs: { output, ...derived },
    feeds: feedsOf(inputs),
    precision,
  });
  assertAllClose(results.output ?? [], float64.output.data, { tolerance, what: 'crelu output' });
  assertAllClose(results['gradient/x'] ?? [], float64.grad_x.data, {
    tolerance,
    what: 'crelu gradient of x',
  });
}

function feedsOf(tensors: Readonly<Record<string, GoldenTensor>>): Record<string, number[]> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, toNumbers(data)]));
}
