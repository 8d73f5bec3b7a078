import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type RowProduct, storedProduct } from './rowProduct.js';
import { ScalarProduct } from './scalarProduct.js';
import { openVectorMemory, VectorMemory } from './vectorMemory.js';
import { VectorProduct } from './vectorProduct.js';

afterEach(() => vi.unstubAllGlobals());

const extremes = [0, -0, Infinity, -Infinity, Number.NaN, 2 ** -149, -(2 ** -126), 3.4e38];
const element = fc.oneof(fc.constantFrom(...extremes), fc.float({ noNaN: true }));

/** Weights [N, K], a row [K] to multiply with them, and what stands where the result comes. */
const problem = fc
  .record({ units: fc.integer({ min: 1, max: 40 }), size: fc.integer({ min: 1, max: 40 }) })
  .chain(({ units, size }) => {
    const numbers = (length: number) =>
      fc.array(element, { minLength: length, maxLength: length }).map((values) => Float32Array.from(values));
    return fc.record({ weights: numbers(units * size), x: numbers(size), output: numbers(units) });
  });

/** A product on copies of the buffers in a vector memory. */
function inVectorMemory({ weights, x, output }: RowProduct) {
  const lengths = [weights, x, output].map(({ length }) => VectorMemory.roomFor(length));
  const room = lengths.reduce((sum, length) => sum + length, VectorProduct.roomFor(x.length, output.length));
  const memory = openVectorMemory(room);
  if (memory === null) throw new Error('this Node has no WebAssembly with vectors');
  const copy = (values: Float32Array): Float32Array => {
    const buffer = memory.allocate(values.length);
    buffer.set(values);
    return buffer;
  };
  const buffers = { weights: copy(weights), x: copy(x), output: copy(output) };
  return { ...buffers, product: new VectorProduct(buffers, memory), memory };
}

describe('the product with vector instructions', () => {
  it('has the bits of the loop in JavaScript', () => {
    fc.assert(
      fc.property(problem, (buffers) => {
        const { output, product } = inVectorMemory(buffers);
        product.run();
        new ScalarProduct(buffers).run();
        expect(output).toEqual(buffers.output);
      }),
    );
  });

  it('computes with the weights of the last refresh', () => {
    const { weights, output, product } = inVectorMemory({
      weights: new Float32Array(8 * 3).fill(1),
      x: Float32Array.of(1, 2, 4),
      output: new Float32Array(8),
    });
    weights.fill(2);
    product.run();
    expect(output).toEqual(new Float32Array(8).fill(7));
    product.refresh();
    product.run();
    expect(output).toEqual(new Float32Array(8).fill(14));
  });

  it('is taken where there is memory for it and enough to compute', () => {
    const buffers = { weights: new Float32Array(64), x: new Float32Array(8), output: new Float32Array(8) };
    const { memory, ...copies } = inVectorMemory(buffers);
    expect(storedProduct(copies, null)).toBeInstanceOf(ScalarProduct);
    const few = { ...copies, x: copies.x.subarray(1), weights: copies.weights.subarray(8) };
    expect(storedProduct(few, memory)).toBeInstanceOf(ScalarProduct);
    expect(storedProduct({ ...copies, x: new Float32Array(8) }, memory)).toBeInstanceOf(ScalarProduct);
  });
});

const withoutVectors = { Module: class {}, Instance: class {} };

it.each([undefined, withoutVectors])(
  'there is no memory without WebAssembly or its vectors',
  (WebAssembly) => {
    vi.stubGlobal('WebAssembly', WebAssembly);
    expect(openVectorMemory(100)).toBeNull();
  },
);

it('the loop and an infinite weight: what is 0 in the row is left out', () => {
  const output = new Float32Array(1);
  new ScalarProduct({ weights: Float32Array.of(Infinity, 3), x: Float32Array.of(-0, 2), output }).run();
  expect(output).toEqual(Float32Array.of(6));
});
