import { describe, expect, it } from 'vitest';
import { add, mul, neg } from './arithmetic.js';
import { gradients } from './gradients.js';
import { input } from './leaves.js';
import { topologicalOrder } from './topologicalOrder.js';
import type { Value } from './value.js';

describe('topologicalOrder', () => {
  it('puts every value once, behind its inputs', () => {
    const x = input('x', [2]);
    const shared = neg(x);
    const root = add(mul(shared, x), mul(shared, shared));
    const order = topologicalOrder([root, shared]);
    expect(new Set(order).size).toBe(order.length);
    expect(order.map(({ operation }) => operation)).toEqual(['input', 'neg', 'mul', 'mul', 'add']);
    for (const [place, value] of order.entries()) {
      for (const operand of value.inputs) expect(order.indexOf(operand)).toBeLessThan(place);
    }
  });

  it('follows a chain of 10,000 operations, forward and backward', () => {
    const x = input('x', []);
    let last: Value = x;
    for (let link = 0; link < 10_000; link++) last = neg(last);
    expect(topologicalOrder([last])).toHaveLength(10_001);
    const [gradient] = gradients(last, [x]);
    expect(topologicalOrder([gradient as Value])).toHaveLength(10_001);
  });

  it('visits a value once however many paths lead to it', () => {
    let last: Value = input('x', []);
    for (let level = 0; level < 200; level++) last = add(last, last);
    expect(topologicalOrder([last])).toHaveLength(201);
  });
});
