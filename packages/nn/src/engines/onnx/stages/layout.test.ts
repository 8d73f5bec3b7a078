// Values share memory, but never two that are needed at the same time.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { add, type Graph, input, matmul, reshape, sizeOf, sub, type Value } from '../../../index.js';
import { layOut, sourceOf } from './layout.js';
import { planStages, type StagePlan } from './stagePlan.js';

/** Graphs of sums and products, small and large, in which anything may be used again later. */
const graphs = fc
  .array(
    fc.record({ kind: fc.integer({ min: 0, max: 3 }), a: fc.nat(), b: fc.nat(), isOutput: fc.boolean() }),
    {
      minLength: 1,
      maxLength: 25,
    },
  )
  .map((steps): Graph => {
    const values: Value[] = [input('x', [64, 64]), input('y', [64, 64])];
    const outputs: Record<string, Value> = {};
    for (const [index, { kind, a, b, isOutput }] of steps.entries()) {
      const [left, right] = [a, b].map((choice) => values[choice % values.length]) as [Value, Value];
      const operation = [add, sub, matmul, (value: Value) => reshape(reshape(value, [4096]), [64, 64])][kind];
      values.push((operation as typeof add)(left, right));
      if (isOutput || index === steps.length - 1) outputs[`y${index}`] = values.at(-1) as Value;
    }
    return { outputs, updates: {} };
  });

/** What a stored value is computed from, as far as memory goes. */
function operandsOf(value: Value, { stored }: StagePlan): Value[] {
  return value.inputs.flatMap((each) => {
    const { source } = sourceOf(each);
    return stored.has(source) ? [source] : operandsOf(source, { stored } as StagePlan);
  });
}

it('whatever is computed, each operand still is where it was when it is read', () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const plan = planStages(graph) as StagePlan;
      const { lengths, pieces } = layOut(plan, new Set());
      const holds = new Map<number, Value>();
      for (const [value, piece] of pieces) {
        expect(lengths[piece]).toBe(sizeOf(value.shape));
        if (value.inputs.length === 0) holds.set(piece, value);
      }
      const isHeld = (value: Value): boolean => holds.get(pieces.get(value) as number) === value;
      for (const { kernels, products } of plan.stages) {
        for (const made of [...kernels.map(({ root }) => [root]), products]) {
          // All results of a turn are written while its operands are read.
          for (const value of made) holds.set(pieces.get(value) as number, value);
          for (const value of made) expect([value, ...operandsOf(value, plan)].every(isHeld)).toBe(true);
        }
      }
      const returned = Object.values(graph.outputs).map((value) => sourceOf(value).source);
      expect(returned.every(isHeld)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('a chain takes no more memory for being longer', () => {
  const chainOf = (length: number): number => {
    let value: Value = input('x', [64, 64]);
    for (let step = 0; step < length; step++) value = matmul(value, value);
    return layOut(planStages({ outputs: { value }, updates: {} }) as StagePlan, new Set()).lengths.length;
  };
  expect(chainOf(50)).toBe(chainOf(5));
});
