// Every case of the reference data of operations: value, gradients, indices.
import {
  assertAllClose,
  type GoldenTensor,
  golden,
  isClose,
  type Tolerance,
  toNumber,
  toNumbers,
} from '@rectify/golden';
import { describe, expect } from 'vitest';
import { input } from '../../src/graph/leaves.js';
import type { Value } from '../../src/graph/value.js';
import { type CaseInputs, compositions } from './compositions.js';
import { compute, namedGradients } from './compute.js';
import { isExact } from './exactness.js';
import type { GoldenCase } from './goldenCase.js';
import { engineTest, type Precision, type Subject } from './subject.js';
import { hasTiedMaxima } from './tiedMaxima.js';

interface GoldenOperations {
  readonly header: {
    readonly tolerance: Readonly<Record<Precision, Tolerance>> & { readonly exact: readonly string[] };
  };
  readonly cases: readonly GoldenCase[];
}

const EXACT: Tolerance = { rtol: 0, atol: 0 };

/** Declares a test for each case of `ops.json`. */
export function goldenOperations(subject: Subject): void {
  const { header, cases } = golden<GoldenOperations>('ops');
  describe('operations as in PyTorch', () => {
    for (const reference of cases) {
      const title = hasTiedMaxima(reference) ? `${reference.name} (tied maxima)` : reference.name;
      const tolerances = tolerancesOf(reference, header.tolerance, subject.precision);
      engineTest(subject, title, async (engine) => {
        const { outputs, feeds } = graphOf(reference);
        expect(outputs.output.shape).toEqual(reference.output.shape);
        const results = await compute(engine, { outputs, feeds, precision: subject.precision });
        compare(reference, results, tolerances);
      });
    }
  });
}

function graphOf({ op, params, inputs, grad_output, grads = {} }: GoldenCase) {
  const compose = compositions[op];
  if (compose === undefined) throw new RangeError(`ops.json: no composition for "${op}"`);
  const values = Object.entries(inputs).map(([name, { shape }]): [string, Value] => [
    name,
    input(name, shape, name === 'index' ? 'int32' : 'float32'),
  ]);
  const outputs = compose(Object.fromEntries(values) as unknown as CaseInputs, params);
  if (grad_output === undefined) return { outputs, feeds: feedsOf(inputs) };
  const differentiated = Object.fromEntries(values.filter(([name]) => grads[name] !== undefined));
  const upstream = input('upstream', grad_output.shape);
  return {
    outputs: { ...outputs, ...namedGradients(outputs.output, differentiated, upstream) },
    feeds: feedsOf({ ...inputs, upstream: grad_output }),
  };
}

function feedsOf(tensors: Readonly<Record<string, GoldenTensor>>): Record<string, number[]> {
  return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, toNumbers(data)]));
}

interface Tolerances {
  readonly output: Tolerance;
  readonly gradient: Tolerance;
  readonly index: Tolerance;
}

function compare(
  reference: GoldenCase,
  results: Readonly<Record<string, number[]>>,
  tolerances: Tolerances,
): void {
  const check = (name: string, { data }: GoldenTensor, tolerance: Tolerance): void =>
    assertAllClose(results[name] ?? [], data, { tolerance, what: `${reference.name} ${name}` });

  check('output', reference.output, tolerances.output);
  for (const name of ['running_mean_after', 'running_var_after'] as const) {
    if (reference[name] !== undefined) check(name, reference[name], tolerances.output);
  }
  if (results.indices !== undefined && reference.indices !== undefined) {
    check('indices', reference.indices, tolerances.index);
  }
  for (const [name, gradient] of Object.entries(reference.grads ?? {})) {
    const actual = results[`gradient/${name}`] ?? [];
    // Where PyTorch changed its convention, either one is right.
    const alternative = reference.grads_alternative?.[name];
    const expected =
      alternative !== undefined && matches(actual, alternative, tolerances) ? alternative : gradient;
    check(`gradient/${name}`, expected, tolerances.gradient);
  }
}

function matches(actual: readonly number[], { data }: GoldenTensor, { gradient }: Tolerances): boolean {
  return data.every((expected, index) => isClose(actual[index] ?? Number.NaN, toNumber(expected), gradient));
}

function tolerancesOf(
  { op, params, inputs }: GoldenCase,
  tolerance: GoldenOperations['header']['tolerance'],
  precision: Precision,
): Tolerances {
  const of = (part: 'outputs' | 'gradients'): Tolerance =>
    isExact(tolerance.exact, { op, part, precision }) ? EXACT : tolerance[precision];
  // Two elements per channel normalise to -1 and 1 whatever they are: the gradient is a difference of
  // nearly equal numbers, of which float32 keeps the size only (a note of the file's header).
  const cancels = op === 'batch_norm' && params.training && elementsPerChannel(inputs.x) === 2;
  const gradient = cancels && precision === 'float32' ? { rtol: 0, atol: 1e-2 } : of('gradients');
  return { output: of('outputs'), gradient, index: EXACT };
}

function elementsPerChannel(x: GoldenTensor | undefined): number {
  return (x?.data.length ?? 0) / (x?.shape[1] ?? 1);
}
