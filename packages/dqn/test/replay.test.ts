// What holds for every replay memory and every course of events.
import type { TensorData } from '@rectify/nn';
import { type RandomStream, randomStream } from '@rectify/nn/random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ColumnReader,
  PrioritizedReplay,
  ReplayBuffer,
  type ReplayMemory,
  type Transition,
} from '../src/index.js';
import { NStepReturns } from '../src/replay/nStepReturns.js';
import { SumTree } from '../src/replay/sumTree.js';

/** A transition that is recognised by its reward. */
const transition = (number: number): Transition => ({
  observation: Float32Array.of(number, -number),
  action: number % 3,
  reward: number,
  nextObservation: Float32Array.of(number + 1, -number - 1),
  discount: number % 5 === 0 ? 0 : 0.5,
});

const reader =
  (columns: Record<string, TensorData>): ColumnReader =>
  (name, type) => {
    const data = columns[name];
    if (data instanceof type) return data;
    throw new TypeError(`no ${name}`);
  };

const memories: readonly (readonly [string, (capacity: number) => ReplayMemory])[] = [
  ['ReplayBuffer', (capacity) => new ReplayBuffer({ capacity, observationSize: 2 })],
  [
    'PrioritizedReplay',
    (capacity) =>
      new PrioritizedReplay({ capacity, observationSize: 2, priorityExponent: 0.6, importanceExponent: 0.4 }),
  ],
];

describe.each(memories)('%s', (_, create) => {
  it('draws the last transitions and no others, each with its own fields', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 40 }), (capacity, count) => {
        const memory = create(capacity);
        for (let number = 0; number < count; number++) memory.add(transition(number));
        expect(memory.size).toBe(Math.min(capacity, count));
        const batch = memory.sample(64, randomStream(count), 0.5);
        batch.rewards.forEach((reward, row) => {
          expect(reward).toBeGreaterThanOrEqual(Math.max(0, count - capacity));
          expect(reward).toBeLessThan(count);
          const { observation, nextObservation, action, discount } = transition(reward);
          expect(batch.observations.subarray(2 * row, 2 * row + 2)).toEqual(observation);
          expect(batch.nextObservations.subarray(2 * row, 2 * row + 2)).toEqual(nextObservation);
          expect([batch.actions[row], batch.discounts[row]]).toEqual([action, discount]);
        });
      }),
    );
  });

  it('goes on from a stored state, bit for bit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 }), (capacity, count) => {
        const memory = create(capacity);
        live(memory, randomStream(1), { from: 0, to: count });
        const restored = create(capacity);
        restored.restore(reader(memory.state()));
        const [first, second] = [memory, restored].map((each) =>
          live(each, randomStream(2), { from: count, to: count + 20 }),
        );
        expect(second).toEqual(first);
        expect(restored.state()).toEqual(memory.state());
      }),
    );
  });

  it('refuses the state of another size', () => {
    const memory = create(5);
    for (let number = 0; number < 5; number++) memory.add(transition(number));
    expect(() => create(4).restore(reader(memory.state()))).toThrow(RangeError);
  });

  it('holds a million transitions in memory that is allocated once', () => {
    const before = process.memoryUsage().arrayBuffers;
    const memory = create(1_000_000);
    const allocated = process.memoryUsage().arrayBuffers - before;
    const each = { ...transition(1), observation: new Float32Array(2), nextObservation: new Float32Array(2) };
    for (let number = 0; number < 1_100_000; number++) memory.add(each);
    memory.sample(32, randomStream(0), 0);
    // 28 bytes a transition, and 2^21 nodes of 8 bytes for priorities.
    expect(allocated).toBeLessThan(45_000_000);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(allocated + 100_000);
  });
});

/** Adds, draws and reprioritises; returns everything that was drawn. */
function live(
  memory: ReplayMemory,
  stream: RandomStream,
  { from, to }: { from: number; to: number },
): number[][] {
  const drawn: number[][] = [];
  for (let number = from; number < to; number++) {
    memory.add(transition(number));
    const { rewards, weights } = memory.sample(4, stream, number / to);
    drawn.push([...rewards, ...weights]);
    memory.reprioritize(Array.from({ length: 4 }, () => stream.normal()));
  }
  return drawn;
}

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('SumTree', () => {
  it('sums its leaves, whatever was there before', () => {
    fc.assert(
      fc.property(values, fc.array(fc.nat(), { maxLength: 30 }), (leaves, order) => {
        const tree = new SumTree(leaves.length);
        for (const index of order) tree.set(index % leaves.length, 1e9 / (index + 1));
        leaves.forEach((value, leaf) => {
          tree.set(leaf, value);
        });
        const again = new SumTree(leaves.length);
        again.restore(tree.leaves(leaves.length));
        expect(again.total).toBe(tree.total);
        expect(leaves.map((_, leaf) => again.get(leaf))).toEqual(leaves);
        const sum = leaves.reduce((total, value) => total + value, 0);
        expect(Math.abs(tree.total - sum)).toBeLessThanOrEqual(1e-12 * sum);
      }),
    );
  });

  it('finds the leaf at a position of the running sum', () => {
    // Integers add up exactly, so that the expected leaf is certain.
    const counts = fc.array(fc.nat(9), { minLength: 1, maxLength: 40 }).filter((all) => all.some(Boolean));
    fc.assert(
      fc.property(counts, (leaves) => {
        const tree = new SumTree(leaves.length);
        leaves.forEach((value, leaf) => {
          tree.set(leaf, value);
        });
        const expected = leaves.flatMap((value, leaf) => Array<number>(value).fill(leaf));
        expect(expected.map((_, position) => tree.find(position))).toEqual(expected);
        expect(expected.map((_, position) => tree.find(position + 0.5))).toEqual(expected);
      }),
    );
  });

  it('never finds an empty leaf, not even at the very end', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (leaves, share) => {
        const tree = new SumTree(leaves.length);
        leaves.forEach((value, leaf) => {
          tree.set(leaf, value);
        });
        fc.pre(tree.total > 0);
        expect(tree.get(tree.find(tree.total * share))).toBeGreaterThan(0);
      }),
    );
  });
});

describe('prioritised replay', () => {
  const errors = [0.1, 0.5, 1, 2, 4, 8, 0, 3];

  function withErrors(priorityExponent: number, importanceExponent = 0.4): PrioritizedReplay {
    const size = { capacity: errors.length, observationSize: 2 };
    const memory = new PrioritizedReplay({ ...size, priorityExponent, importanceExponent });
    errors.forEach((_, number) => {
      memory.add(transition(number));
    });
    // Drawn once each: the stretches of equal priorities are the transitions themselves.
    const { rewards } = memory.sample(errors.length, randomStream(0), 0);
    expect([...rewards]).toEqual(errors.map((_, number) => number));
    memory.reprioritize(errors);
    return memory;
  }

  it.each([0, 0.6, 1])('draws in proportion to p^%d (chi-square, seed 3)', (priorityExponent) => {
    const memory = withErrors(priorityExponent);
    const priorities = errors.map((error) => (error + 1e-6) ** priorityExponent);
    const total = priorities.reduce((sum, priority) => sum + priority, 0);
    const draws = 20_000;
    const counts = errors.map(() => 0);
    const stream = randomStream(3);
    for (let draw = 0; draw < draws; draw++) {
      const [number = 0] = memory.sample(1, stream, 0).rewards;
      counts[number] = (counts[number] ?? 0) + 1;
    }
    const expected = priorities.map((priority) => (draws * priority) / total);
    const tested = expected.flatMap((count, number) => (count >= 5 ? [number] : []));
    const chiSquare = tested.reduce((sum, number) => {
      const count = expected[number] as number;
      return sum + ((counts[number] as number) - count) ** 2 / count;
    }, 0);
    // 99.9 % quantile of chi-square with 7 degrees of freedom (R 4.3, qchisq(0.999, 7)); fewer degrees have smaller ones.
    expect(chiSquare).toBeLessThan(24.322);
  });

  it('corrects the bias by (N P)^-beta, beta growing to 1', () => {
    const memory = withErrors(1);
    for (const [progress, beta] of [
      [0, 0.4],
      [0.5, 0.7],
      [1, 1],
    ] as const) {
      const { rewards, weights } = memory.sample(16, randomStream(5), progress);
      const priorities = Array.from(rewards, (number) => (errors[number] as number) + 1e-6);
      const raw = priorities.map((priority) => priority ** -beta);
      const greatest = Math.max(...raw);
      weights.forEach((weight, row) => {
        expect(weight).toBeCloseTo((raw[row] as number) / greatest, 6);
      });
    }
  });

  it('gives a new transition the greatest priority so far', () => {
    const memory = withErrors(1);
    memory.add(transition(100));
    const stream = randomStream(7);
    let count = 0;
    for (let draw = 0; draw < 4000; draw++) count += memory.sample(1, stream, 0).rewards[0] === 100 ? 1 : 0;
    // It replaced the transition with error 0.1: 8 of 8 + 0.5 + 1 + 2 + 4 + 8 + 0 + 3.
    expect(count / 4000).toBeCloseTo(8 / 26.5, 1);
  });
});

describe('returns of n steps', () => {
  const ends = fc.array(fc.record({ length: fc.integer({ min: 1, max: 9 }), terminated: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  });

  it('add up by definition, and never across an end', () => {
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 5 }), (episodes, steps) => {
        const discount = 0.5;
        const returns = new NStepReturns({ steps, discount });
        let step = 0;
        for (const { length, terminated } of episodes) {
          const first = step;
          const last = first + length - 1;
          const made: Transition[] = [];
          for (; step <= last; step++) {
            const isLast = step === last;
            made.push(
              ...returns.add({
                observation: Float32Array.of(step),
                action: step % 2,
                reward: step,
                nextObservation: Float32Array.of(step + 1),
                terminated: isLast && terminated,
                truncated: isLast && !terminated,
              }),
            );
          }
          expect(made).toHaveLength(length);
          made.forEach((each, index) => {
            const start = first + index;
            const taken = Math.min(steps, last - start + 1);
            let reward = 0;
            for (let ahead = 0; ahead < taken; ahead++) reward += discount ** ahead * (start + ahead);
            expect(each.observation[0]).toBe(start);
            expect(each.reward).toBeCloseTo(reward, 10);
            expect(each.nextObservation[0]).toBe(start + taken);
            const bootstraps = start + taken <= last || !terminated;
            expect(each.discount).toBe(bootstraps ? discount ** taken : 0);
          });
        }
      }),
    );
  });
});
