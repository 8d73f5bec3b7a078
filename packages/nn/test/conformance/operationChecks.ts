// Every operation, and what is composed of them, on random arguments. An engine in double precision is compared with central
// differences of itself; a float32 engine, whose differences would drown in rounding, with the
// reference engine.
import { assertAllClose, type Tolerance } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engines/engine.js';
import { createReferenceEngine } from '../../src/engines/reference/referenceEngine.js';
import { rows } from '../../src/engines/reference/rows.js';
import { input } from '../../src/graph/leaves.js';
import { topologicalOrder } from '../../src/graph/topologicalOrder.js';
import type { Value } from '../../src/graph/value.js';
import { randomStream } from '../../src/random.js';
import { compositionSamples } from './compositionSamples.js';
import { compute, namedGradients } from './compute.js';
import type { Sample } from './draw.js';
import * as draw from './draw.js';
import { type OperationCheck, operationSamples } from './operationSamples.js';
import { engineTest, type Subject } from './subject.js';

const SAMPLES_PER_DRAW = 4;
const STEP = 1e-5;
// The error of central differences: the step squared, and rounding divided by the step.
const DIFFERENCES: Tolerance = { rtol: 1e-6, atol: 1e-7 };
const ROUNDING: Tolerance = { rtol: 1e-4, atol: 1e-4 };

/** Declares a test for each operation of the set. */
export function operationChecks(subject: Subject): void {
  describe('operations on random arguments', () => {
    checkEach(subject, operationSamples);

    it('covers the set', () => {
      expect(Object.keys(operationSamples).sort()).toEqual(Object.keys(rows).sort());
      for (const [name, check] of Object.entries(operationSamples)) {
        const used = topologicalOrder(samplesOf(name, check).map((sample) => graphOf(sample).output));
        const made = used.filter(({ operation }) => operation === name);
        expect(made.length, `samples that use ${name}`).toBeGreaterThan(0);
      }
    });
  });
}

/** Declares a test for each composition. */
export function compositionChecks(subject: Subject): void {
  describe('compositions on random arguments', () => {
    checkEach(subject, compositionSamples);
  });
}

function checkEach(subject: Subject, checks: Readonly<Record<string, OperationCheck>>): void {
  const compare = subject.precision === 'float64' ? compareWithDifferences : compareWithReference;
  for (const [name, check] of Object.entries(checks)) {
    const isDifferentiable = check.notDifferentiable === undefined;
    engineTest(subject, `${name}${isDifferentiable ? ' and its gradient' : ''}`, async (engine) => {
      for (const sample of samplesOf(name, check)) await compare(engine, sample, { name, isDifferentiable });
    });
  }
}

interface Checked {
  readonly name: string;
  readonly isDifferentiable: boolean;
}

/** The samples of one operation, the same at every call. */
export function samplesOf(name: string, { draws }: OperationCheck): Sample[] {
  const random = randomStream(2).split(name);
  return draws.flatMap((next) => Array.from({ length: SAMPLES_PER_DRAW }, () => next(random)));
}

type Results = Readonly<Record<string, number[]>>;

/** A sample as a graph. */
interface SampleGraph {
  readonly output: Value;
  readonly differentiated: Readonly<Record<string, Value>>;
  readonly feeds: Readonly<Record<string, readonly number[]>>;
}

/** Builds the graph of a sample. */
export function graphOf({ arguments: args, build }: Sample): SampleGraph {
  const values = draw.inputsOf(args);
  const isDifferentiated = (name: string): boolean =>
    args[name]?.isFixed !== true && (args[name]?.dataType ?? 'float32') === 'float32';
  return {
    output: build(values),
    differentiated: Object.fromEntries(Object.entries(values).filter(([name]) => isDifferentiated(name))),
    feeds: Object.fromEntries(Object.entries(args).map(([name, { data }]) => [name, data])),
  };
}

/** The output, and the gradients of its elements' sum weighted by the input `weights`. */
function withGradients({ output, differentiated, feeds }: SampleGraph, name: string) {
  const { data: weights } = draw.normal(randomStream(3).split(name), output.shape);
  const derived = namedGradients(output, differentiated, input('weights', output.shape));
  return { outputs: { output, ...derived }, feeds: { ...feeds, weights }, weights };
}

async function compareWithReference(engine: Engine, sample: Sample, { name }: Checked): Promise<void> {
  const { outputs, feeds } = withGradients(graphOf(sample), name);
  const actual: Results = await compute(engine, { outputs, feeds, precision: 'float32' });
  const expected: Results = await compute(createReferenceEngine(), { outputs, feeds, precision: 'float64' });
  for (const [what, values] of Object.entries(expected)) {
    assertAllClose(actual[what] ?? [], values, { tolerance: ROUNDING, what: `${name} ${what}` });
  }
}

async function compareWithDifferences(
  engine: Engine,
  sample: Sample,
  { name, isDifferentiable }: Checked,
): Promise<void> {
  const graph = graphOf(sample);
  const { outputs, feeds, weights } = withGradients(graph, name);
  const results: Results = await compute(engine, { outputs, feeds, precision: 'float64' });
  for (const argument of Object.keys(graph.differentiated)) {
    const expected = isDifferentiable
      ? await centralDifferences(engine, graph, { argument, weights })
      : graph.feeds[argument]?.map(() => 0);
    const what = `${name} gradient of ${argument}`;
    assertAllClose(results[`gradient/${argument}`] ?? [], expected ?? [], { tolerance: DIFFERENCES, what });
  }
}

interface Perturbation {
  readonly argument: string;
  readonly weights: readonly number[];
}

/** (f(x + h) - f(x - h)) / 2h for each element of one argument, where f is the weighted sum of the output. */
async function centralDifferences(
  engine: Engine,
  { output, feeds }: SampleGraph,
  { argument, weights }: Perturbation,
): Promise<number[]> {
  const weightedSum = async (changed: readonly number[]): Promise<number> => {
    const computation = {
      outputs: { output },
      feeds: { ...feeds, [argument]: changed },
      precision: 'float64',
    } as const;
    const results = await compute(engine, computation);
    return results.output.reduce((sum, element, index) => sum + element * (weights[index] as number), 0);
  };
  const elements = feeds[argument] ?? [];
  const differences: number[] = [];
  for (const [index, element] of elements.entries()) {
    const above = await weightedSum(elements.with(index, element + STEP));
    const below = await weightedSum(elements.with(index, element - STEP));
    differences.push((above - below) / (2 * STEP));
  }
  return differences;
}
