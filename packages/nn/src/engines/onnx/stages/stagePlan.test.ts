// Which operations of a step run where, and which of their results lie in memory.
import { describe, expect, it } from 'vitest';
import {
  add,
  exp,
  type Graph,
  greater,
  input,
  matmul,
  mul,
  reduceSum,
  relu,
  toFloat,
  transpose,
  type Value,
  variable,
} from '../../../index.js';
import { planStages } from './stagePlan.js';

const x = input('x', [128, 4]);
const weights = (name: string, shape: readonly number[]): Value => input(name, shape);

/** The operations of each stage: kernels by their roots, with the product they take up, then products. */
function stagesOf(outputs: Graph['outputs']) {
  return planStages({ outputs, updates: {} })?.stages.map(({ kernels, products }) => ({
    kernels: kernels.map(({ root, product }) =>
      product === null ? root.operation : `${product.operation} in ${root.operation}`,
    ),
    products: products.map(({ shape }) => shape),
  }));
}

describe('a plan', () => {
  it('gives large products to the runtime, and the rest to kernels before and between them', () => {
    const first = relu(add(matmul(x, weights('a', [4, 120])), weights('b', [120])));
    const second = relu(add(matmul(first, weights('c', [120, 84])), weights('d', [84])));
    const values = add(matmul(second, weights('e', [84, 2])), weights('f', [2]));
    expect(stagesOf({ values })).toEqual([
      { kernels: ['matmul in relu'], products: [[128, 84]] },
      { kernels: ['relu', 'matmul in add'], products: [] },
    ]);
  });

  it('runs products that need nothing of each other together', () => {
    const [a, b] = [input('a', [64, 64]), input('b', [64, 64])];
    const products = { first: matmul(a, b), second: matmul(b, a) };
    expect(stagesOf(products)).toEqual([
      {
        kernels: [],
        products: [
          [64, 64],
          [64, 64],
        ],
      },
    ]);
    expect(stagesOf({ third: matmul(products.first, a) })?.map(({ products }) => products.length)).toEqual([
      1, 1,
    ]);
  });

  it('computes again what is cheap, and keeps what several need', () => {
    const doubled = mul(x, 2);
    const mask = greater(doubled, 0);
    const plan = planStages({
      outputs: { one: toFloat(mask), other: mul(toFloat(mask), doubled), sum: reduceSum(mul(doubled, 3)) },
      updates: {},
    });
    expect([...(plan?.stored ?? [])].map(({ operation }) => operation)).toEqual([
      'input',
      'mul',
      'toFloat',
      'mul',
      'reduceSum',
    ]);
  });

  it('is none where an operation has no kernel, a variable changes, or there is more than is worth it', () => {
    const updates = { w: mul(variable('w', [4]), 2) };
    expect(stagesOf({ y: exp(x) })).toBeUndefined();
    expect(stagesOf({ y: transpose(x, [1, 0]) })).toBeUndefined();
    expect(planStages({ outputs: {}, updates })).toBeNull();
    expect(stagesOf({ y: mul(input('large', [2 ** 24]), 2) })).toBeUndefined();
  });
});
