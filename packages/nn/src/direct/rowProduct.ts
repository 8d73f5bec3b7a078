// A row times a matrix, in the form that computes it fastest here. Every form computes the same bits.
import type { Kernel } from './kernel.js';
import { ScalarProduct } from './scalarProduct.js';
import type { VectorMemory } from './vectorMemory.js';
import { VectorProduct } from './vectorProduct.js';

/**
 * A row [K] times a matrix that is stored with one row per output, [N, K]: the sum over the columns of
 * x[column] * weights[:, column], in float64 and in the order of the columns. What is 0 in the row is left out, even ahead of
 * an infinite weight.
 */
export interface RowProduct {
  /** [K] */
  readonly x: Float32Array;
  /** [N, K], flat. */
  readonly weights: Float32Array;
  /** [N], filled. */
  readonly output: Float32Array;
}

/** With fewer weights than this a loop takes less time than the call. */
const FEWEST_VECTOR_WEIGHTS = 64;

/** Whether vector instructions pay for a product with so many weights. */
export function paysAsVectors(weights: number): boolean {
  return weights >= FEWEST_VECTOR_WEIGHTS;
}

/**
 * The product with weights that change only ahead of a `refresh`.
 *
 * @param memory - where vector instructions reach buffers, if they are there
 */
export function storedProduct(product: RowProduct, memory: VectorMemory | null): Kernel {
  const { x, weights, output } = product;
  const isReached = [x, weights, output].every((buffer) => memory?.holds(buffer));
  return memory !== null && isReached && paysAsVectors(weights.length)
    ? new VectorProduct(product, memory)
    : new ScalarProduct(product);
}
