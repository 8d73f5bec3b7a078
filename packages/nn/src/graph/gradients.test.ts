import { describe, expect, it } from 'vitest';
import { createReferenceEngine } from '../engines/reference/referenceEngine.js';
import { add, exp, mul, power, square } from './arithmetic.js';
import { argMax, oneHot, stopGradient } from './choice.js';
import { gradients } from './gradients.js';
import { constant, input } from './leaves.js';
import { maxPool2d } from './maps.js';
import { concat, reshape } from './movement.js';
import { reduceSum } from './reductions.js';
import type { Value } from './value.js';

/** The gradient of `loss` with respect to `x`, where x is fed these numbers. */
async function gradientAt(loss: Value, x: Value, fed: readonly number[]): Promise<number[]> {
  const [gradient] = gradients(loss, [x]);
  const program = await createReferenceEngine().compile({
    outputs: { gradient: gradient as Value, x },
    updates: {},
  });
  const results = await program.run({ x: Float64Array.from(fed) });
  return [...(results.gradient ?? [])];
}

describe('gradients', () => {
  const x = input('x', [3]);

  it('refuses an operation that has a gradient but no rule for it', () => {
    const map = input('map', [1, 1, 4, 4]);
    const window = { kernel: [2, 2], strides: [2, 2], padding: [0, 0, 0, 0] } as const;
    const [slope] = gradients(reduceSum(square(maxPool2d(map, window))), [map]) as [Value];
    const penalty = reduceSum(square(slope));
    const message =
      'gradients: there is no rule for the gradient of maxPool2dGradient; wrap it in stopGradient to treat it as a constant';
    expect(() => gradients(penalty, [map])).toThrow(new RangeError(message));
    expect(() => gradients(penalty, [x])).not.toThrow();
  });

  it('of a power of 0 is 0 at 0 too', async () => {
    expect(await gradientAt(reduceSum(power(x, 0)), x, [0, 1, -2])).toEqual([0, 0, 0]);
  });

  it('sums over the uses of a value', async () => {
    // d/dx (x^2 + 3 x) = 2 x + 3
    expect(await gradientAt(reduceSum(add(square(x), mul(x, 3))), x, [0, 1, -2])).toEqual([3, 5, -1]);
  });

  it('sums over what broadcasting repeated', async () => {
    const single = input('x', []);
    const weights = constant([1, 2, 3, 4], [2, 2]);
    expect(await gradientAt(reduceSum(mul(single, weights)), single, [5])).toEqual([10]);
    const row = input('x', [1, 3]);
    const repeated = concat([row, row, row], 0);
    expect(await gradientAt(reduceSum(mul(row, repeated)), row, [1, 2, 3])).toEqual([6, 12, 18]);
  });

  it('treats a stopped value as a constant', async () => {
    expect(await gradientAt(reduceSum(mul(x, stopGradient(square(x)))), x, [1, 2, 3])).toEqual([1, 4, 9]);
  });

  it('is zero for a value that the loss does not use, or only compares', async () => {
    const other = input('y', [2]);
    const [gradient] = gradients(reduceSum(x), [other]);
    expect(gradient?.operation).toBe('constant');
    expect(gradient?.shape).toEqual([2]);
    const chosen = oneHot(argMax(x, 0), 3);
    expect(await gradientAt(reduceSum(chosen), x, [1, 2, 3])).toEqual([0, 0, 0]);
  });

  it('is 1 for the loss itself, and reaches values in the middle', async () => {
    const middle = exp(x);
    const loss = reduceSum(square(middle));
    const [one, inner] = gradients(loss, [loss, middle]) as [Value, Value];
    const program = await createReferenceEngine().compile({ outputs: { one, inner }, updates: {} });
    const { one: ones, inner: inners } = await program.run({ x: Float64Array.of(0, 0, 0) });
    expect([...(ones ?? [])]).toEqual([1]);
    expect([...(inners ?? [])]).toEqual([2, 2, 2]);
  });

  it('starts from an upstream gradient', async () => {
    const upstream = input('upstream', [3]);
    const [gradient] = gradients(square(x), [x], upstream);
    const program = await createReferenceEngine().compile({ outputs: { y: gradient as Value }, updates: {} });
    const { y } = await program.run({ x: Float64Array.of(1, 2, 3), upstream: Float64Array.of(1, 0, -1) });
    expect([...(y ?? [])]).toEqual([2, 0, -6]);
  });

  it('takes a loss of one element whatever its rank', async () => {
    expect(await gradientAt(reshape(reduceSum(square(x)), [1, 1]), x, [1, 2, 3])).toEqual([2, 4, 6]);
  });

  it('needs a scalar loss, or an upstream gradient of the shape of the output', () => {
    expect(() => gradients(square(x), [x])).toThrow('gradients: the loss must be a scalar, got shape [3]');
    expect(() => gradients(square(x), [x], input('upstream', []))).toThrow(
      'gradients: upstream must have the shape [3] of the output, got []',
    );
  });
});
