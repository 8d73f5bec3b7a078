// The contract of variables and programs.
import { describe, expect } from 'vitest';
import type { Engine } from '../../src/engines/engine.js';
import { add, mul, sub } from '../../src/graph/arithmetic.js';
import type { Graph } from '../../src/graph/graph.js';
import { constant, input, variable } from '../../src/graph/leaves.js';
import { reshape, sliceAxis } from '../../src/graph/movement.js';
import { reduceSum } from '../../src/graph/reductions.js';
import { engineTest, type Subject } from './subject.js';

/** Declares the tests of an engine's programs and their state. */
export function programs(subject: Subject): void {
  describe('programs', () => {
    engineTest(subject, 'a variable returns copies of what it holds', async (engine) => {
      const state = engine.variable([1, 2, 3]);
      expect(state.size).toBe(3);
      state.read().fill(9);
      expect([...state.read()]).toEqual([1, 2, 3]);
      const content = [4, 5, 6];
      state.write(content);
      content.fill(9);
      expect([...state.read()]).toEqual([4, 5, 6]);
    });

    engineTest(subject, 'a variable refuses another size', async (engine) => {
      const state = engine.variable([1, 2, 3]);
      expect(() => state.write([1, 2])).toThrow(RangeError);
      expect([...state.read()]).toEqual([1, 2, 3]);
    });

    engineTest(subject, 'updates are computed from the state before the run', async (engine) => {
      const [a, b] = [variable('a', [2]), variable('b', [2])];
      const state = { a: engine.variable([1, 2]), b: engine.variable([30, 40]), c: engine.variable([5]) };
      const graph = { outputs: { sum: add(a, b) }, updates: { a: b, b: add(a, 1) } };
      const program = await engine.compile(graph, state);
      const { sum } = await program.run({});
      expect([...(sum ?? [])]).toEqual([31, 42]);
      expect([...state.a.read()]).toEqual([30, 40]);
      expect([...state.b.read()]).toEqual([2, 3]);
      expect([...state.c.read()]).toEqual([5]);
      await program.run({});
      expect([...state.a.read()]).toEqual([2, 3]);
      expect([...state.b.read()]).toEqual([31, 41]);
      await program.dispose();
    });

    engineTest(subject, 'programs share variables, and see what is written between runs', async (engine) => {
      const state = { w: engine.variable([1, 2, 3, 4]) };
      const w = variable('w', [2, 2]);
      const trainer = await engine.compile({ outputs: {}, updates: { w: mul(w, 2) } }, state);
      const reader = await engine.compile({ outputs: { sum: reduceSum(w) }, updates: {} }, state);
      expect(await firstOf(reader.run({}))).toEqual([10]);
      await trainer.run({});
      expect(await firstOf(reader.run({}))).toEqual([20]);
      state.w.write([1, 1, 1, 0]);
      expect(await firstOf(reader.run({}))).toEqual([3]);
      await trainer.run({});
      expect([...state.w.read()]).toEqual([2, 2, 2, 0]);
      await Promise.all([trainer.dispose(), reader.dispose()]);
    });

    engineTest(subject, 'outputs are fresh arrays', async (engine) => {
      const x = input('x', [2]);
      const w = variable('w', [2]);
      const state = { w: engine.variable([7, 8]) };
      const outputs = {
        input: x,
        moved: reshape(x, [1, 2]),
        state: w,
        fixed: constant([5, 6], [2]),
        again: x,
      };
      const program = await engine.compile({ outputs, updates: {} }, state);
      const fed = Float32Array.of(1, 2);
      const first = await program.run({ x: fed });
      first.input?.fill(8);
      expect([...(first.again ?? []), ...(first.moved ?? [])]).toEqual([1, 2, 1, 2]);
      for (const array of Object.values(first)) array.fill(9);
      expect([...fed]).toEqual([1, 2]);
      const second = await program.run({ x: fed });
      const numbers = Object.fromEntries(Object.entries(second).map(([name, array]) => [name, [...array]]));
      expect(numbers).toEqual({ input: [1, 2], moved: [1, 2], state: [7, 8], fixed: [5, 6], again: [1, 2] });
      expect([...state.w.read()]).toEqual([7, 8]);
      await program.dispose();
    });

    engineTest(subject, 'an earlier output does not change with a later run', async (engine) => {
      const w = variable('w', [2]);
      const state = { w: engine.variable([1, 2]) };
      const next = add(w, 1);
      const program = await engine.compile({ outputs: { next }, updates: { w: next } }, state);
      const { next: first } = await program.run({});
      const held = state.w.read();
      first?.fill(50);
      await program.run({});
      expect([...held]).toEqual([2, 3]);
      expect([...state.w.read()]).toEqual([3, 4]);
      await program.dispose();
    });

    engineTest(subject, 'slices of a vector may leave a rest, overlap, or take it all', async (engine) => {
      const w = variable('w', [4]);
      const state = { w: engine.variable([1, 2, 3, 4]) };
      const cut = async (...ranges: readonly (readonly [number, number])[]): Promise<number[][]> => {
        const slices = ranges.map(
          ([start, end], index) => [`${index}`, sliceAxis(w, 0, start, end)] as const,
        );
        const program = await engine.compile({ outputs: Object.fromEntries(slices), updates: {} }, state);
        const results = await program.run({});
        await program.dispose();
        return ranges.map((_, index) => Array.from(results[index] ?? []));
      };
      expect(await cut([0, 1], [1, 3])).toEqual([[1], [2, 3]]);
      expect(await cut([1, 2], [2, 4])).toEqual([[2], [3, 4]]);
      expect(await cut([0, 3], [2, 4])).toEqual([
        [1, 2, 3],
        [3, 4],
      ]);
      expect(await cut([2, 4], [0, 2])).toEqual([
        [3, 4],
        [1, 2],
      ]);
      expect(await cut([0, 4])).toEqual([[1, 2, 3, 4]]);
    });

    engineTest(subject, 'a graph may be empty', async (engine) => {
      const program = await engine.compile({ outputs: {}, updates: {} });
      expect(await program.run({})).toEqual({});
      await program.dispose();
    });

    engineTest(subject, 'feeding again gives the same numbers', async (engine) => {
      const x = input('x', [3]);
      const program = await engine.compile({ outputs: { y: sub(mul(x, x), 1) }, updates: {} });
      const first = await firstOf(program.run({ x: Float32Array.of(1, 2, 3) }));
      expect(await firstOf(program.run({ x: Float32Array.of(4, 5, 6) }))).toEqual([15, 24, 35]);
      expect(await firstOf(program.run({ x: Float32Array.of(1, 2, 3) }))).toEqual(first);
      await program.dispose();
    });

    engineTest(subject, 'an output may have the name of an input', async (engine) => {
      const program = await engine.compile({ outputs: { x: mul(input('x', [2]), 2) }, updates: {} });
      expect(await firstOf(program.run({ x: Float32Array.of(1, 2) }))).toEqual([2, 4]);
      await program.dispose();
    });

    engineTest(subject, 'a missing or misshapen input is an error that names it', async (engine) => {
      const program = await engine.compile({ outputs: { y: mul(input('x', [2, 2]), 2) }, updates: {} });
      await expect(program.run({})).rejects.toThrow(
        'input "x" must have 4 elements for shape [2, 2], got nothing',
      );
      await expect(program.run({ x: Float32Array.of(1, 2, 3) })).rejects.toThrow(
        'input "x" must have 4 elements for shape [2, 2], got 3',
      );
      await program.dispose();
    });

    engineTest(subject, 'a graph needs its variables, of the right size', async (engine) => {
      const w = variable('w', [2]);
      const reads: Graph = { outputs: { y: mul(w, 2) }, updates: {} };
      const writes: Graph = { outputs: {}, updates: { v: constant([1], [1]) } };
      await expectRefusal(engine, reads, 'variable "w" must have 2 elements, got none');
      await expect(engine.compile(reads, { w: engine.variable([1, 2, 3]) })).rejects.toThrow(
        'variable "w" must have 2 elements, got 3',
      );
      await expectRefusal(engine, writes, 'the graph updates "v", which is no variable');
    });
  });
}

async function firstOf(run: Promise<Readonly<Record<string, ArrayLike<number>>>>): Promise<number[]> {
  const [first = []] = Object.values(await run);
  return Array.from(first);
}

async function expectRefusal(engine: Engine, graph: Graph, message: string): Promise<void> {
  await expect(engine.compile(graph)).rejects.toThrow(message);
}
