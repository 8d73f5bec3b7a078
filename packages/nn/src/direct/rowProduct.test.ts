import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { rowProduct } from './rowProduct.js';
import { ScalarProduct } from './scalarProduct.js';
import { openVectorProduct } from './vectorProduct.js';

afterEach(() => vi.unstubAllGlobals());

const extremes = [0, -0, Infinity, -Infinity, Number.NaN, 2 ** -149, -(2 ** -126), 3.4e38];
const element = fc.oneof(fc.constantFrom(...extremes), fc.float({ noNaN: true }));

/** Weights [N, K] and rows [K] to multiply with them. */
const problem = fc
  .record({ units: fc.integer({ min: 1, max: 40 }), size: fc.integer({ min: 1, max: 40 }) })
  .chain(({ units, size }) => {
    const numbers = (length: number) =>
      fc.array(element, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));
    return fc.record({
      units: fc.constant(units),
      size: fc.constant(size),
      weights: numbers(units * size),
      x: numbers(size),
    });
  });

describe('the product with vector instructions', () => {
  it('has the bits of the loop in JavaScript', () => {
    fc.assert(
      fc.property(problem, ({ units, size, weights, x }) => {
        const vector = openVectorProduct(weights, size);
        const [expected, actual] = [new Float32Array(units), new Float32Array(units).fill(7)];
        new ScalarProduct(weights, size).multiply(x, expected);
        vector?.multiply(x, actual);
        expect(actual).toEqual(expected);
      }),
    );
  });

  it('computes with the weights of the last refresh', () => {
    const weights = new Float32Array(8 * 3).fill(1);
    const product = openVectorProduct(weights, 3);
    const [x, output] = [Float32Array.of(1, 2, 4), new Float32Array(8)];
    weights.fill(2);
    product?.multiply(x, output);
    expect(output).toEqual(new Float32Array(8).fill(7));
    product?.refresh();
    product?.multiply(x, output);
    expect(output).toEqual(new Float32Array(8).fill(14));
  });
});

it.each([
  undefined,
  {
    Module: class {},
    Instance: class {
      exports = {};
    },
  },
])('without WebAssembly or its vectors the loop takes over', (WebAssembly) => {
  vi.stubGlobal('WebAssembly', WebAssembly);
  expect(openVectorProduct(new Float32Array(64), 8)).toBeNull();
  expect(rowProduct(new Float32Array(64), 8)).toBeInstanceOf(ScalarProduct);
});

it('the loop and an infinite weight: what is 0 in the row is left out', () => {
  const output = new Float32Array(1);
  new ScalarProduct(Float32Array.of(Infinity, 3), 2).multiply(Float32Array.of(-0, 2), output);
  expect(output).toEqual(Float32Array.of(6));
});
