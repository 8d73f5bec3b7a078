// Every operation: what vmap computes for all members is what separate runs compute for each of them.
import { assertAllClose } from '@rectify/golden';
import { describe, expect, it } from 'vitest';
import { add, mul } from '../src/graph/arithmetic.js';
import { oneHot } from '../src/graph/choice.js';
import { gradients } from '../src/graph/gradients.js';
import { input, variable } from '../src/graph/leaves.js';
import { reduceSum } from '../src/graph/reductions.js';
import type { Value } from '../src/graph/value.js';
import { vmap } from '../src/graph/vmap.js';
import { createEngine, randomStream } from '../src/index.js';
import { compute } from './conformance/compute.js';
import { inputsOf, type Sample } from './conformance/draw.js';
import { operationSamples } from './conformance/operationSamples.js';

const members = 3;
const tolerance = { rtol: 1e-12, atol: 1e-12 };

/** Outputs and the gradients of their sum of squares, which run the backward operations. */
function graphOf({ arguments: args, build }: Sample, isDifferentiable: boolean) {
  const inputs = inputsOf(args);
  const output = build(inputs);
  if (!isDifferentiable) return { inputs, outputs: { output } };
  const numbers = Object.entries(inputs).filter(([, { dataType }]) => dataType === 'float32');
  const found = gradients(
    output,
    numbers.map(([, value]) => value),
    mul(output, 2),
  );
  const named = numbers.map(([name], index) => [`gradient/${name}`, found[index] as Value] as const);
  return { inputs, outputs: { output, ...Object.fromEntries(named) } as Record<string, Value> };
}

/** The arguments of one member: the drawn ones, rotated so that members differ but stay in range. */
function rotated(data: readonly number[], member: number): number[] {
  const shift = member % Math.max(1, data.length);
  return [...data.slice(shift), ...data.slice(0, shift)];
}

describe('vmap', async () => {
  const engine = await createEngine('reference');
  for (const [name, { draws, notDifferentiable }] of Object.entries(operationSamples)) {
    it.each([...draws.entries()])(
      `${name}, sample %i, with one argument shared and with none`,
      async (index, draw) => {
        const sample = draw(randomStream(index).split(name));
        const { outputs } = graphOf(sample, notDifferentiable === undefined);
        const names = Object.keys(sample.arguments);
        for (const shared of [[], ...(names.length > 1 ? names.map((one) => [one]) : [])]) {
          const feedsOf = (member: number): Record<string, number[]> =>
            Object.fromEntries(
              names.map((argument) => [
                argument,
                rotated(sample.arguments[argument]?.data ?? [], shared.includes(argument) ? 0 : member),
              ]),
            );
          const each = [0, 1, 2].map(feedsOf);
          const feeds = Object.fromEntries(
            names.map((argument) => [
              argument,
              shared.includes(argument)
                ? (each[0]?.[argument] ?? [])
                : each.flatMap((own) => own[argument] ?? []),
            ]),
          );
          const together = vmap({ outputs, updates: {} }, { members, shared });
          const actual = await compute(engine, { outputs: together.outputs, feeds, precision: 'float64' });
          const separate = [];
          for (const own of each)
            separate.push(await compute(engine, { outputs, feeds: own, precision: 'float64' }));
          for (const [output, value] of Object.entries(outputs)) {
            expect(together.outputs[output]?.shape).toEqual([members, ...value.shape]);
            assertAllClose(
              actual[output] ?? [],
              separate.flatMap((run) => run[output] ?? []),
              { tolerance, what: `${name}: ${output}, shared ${shared}` },
            );
          }
        }
      },
    );
  }

  it('gives every input and output the new axis', async () => {
    const x = input('x', [2]);
    const sums = vmap({ outputs: { sum: reduceSum(x) }, updates: {} }, { members: 3 }); // x [3, 2], sum [3]
    const program = await engine.compile(sums);
    expect(await program.run({ x: Float64Array.of(1, 2, 3, 4, 5, 6) })).toEqual({
      sum: Float64Array.of(3, 7, 11),
    });
  });

  it('maps oneHot in a form that an engine with shape rules of its own accepts', async () => {
    const indices = oneHot(input('indices', [2], 'int32'), 3);
    const onnx = await createEngine('onnx');
    const program = await onnx.compile(vmap({ outputs: { rows: indices }, updates: {} }, { members: 3 }));
    const { rows } = await program.run({ indices: Int32Array.of(0, 1, 2, 0, 1, 1) });
    expect([...(rows ?? [])]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0]);
  });

  it('refuses to share what members update', () => {
    const state = variable('state', [2]);
    const graph = { outputs: {}, updates: { state: add(state, input('x', [2])) } };
    expect(() => vmap(graph, { members, shared: ['state'] })).toThrow('"state" is updated');
  });
});
