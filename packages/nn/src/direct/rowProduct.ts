// A row times a matrix, in the form that computes it fastest here. Every form computes the same bits.
import type { Value } from '../graph/value.js';
import { ScalarProduct } from './scalarProduct.js';
import { openVectorProduct } from './vectorProduct.js';

/** A row [K] times a matrix that is stored with one row per output, [N, K]. */
export interface RowProduct {
  /** Takes over the weights of now; `multiply` may go on with those of the last call. */
  refresh(): void;
  /**
   * output = sum over the columns of x[column] * weights[:, column], in float64 and in the order of the columns. What is 0
   * in the row is left out, even ahead of an infinite weight.
   *
   * @param x - [K]
   * @param output - [N], filled
   */
  multiply(x: Float32Array, output: Float32Array): void;
  /**
   * Takes over the operation that follows, whose result `multiply` gives from then on.
   *
   * @param inputs - its operands, of which the first is the product
   * @returns false if it can't
   */
  absorb?(next: Value, inputs: readonly Float32Array[]): boolean;
}

/** With fewer weights than this a loop takes less time than the call. */
const FEWEST_VECTOR_WEIGHTS = 64;

/**
 * The product with a matrix that changes only ahead of a `refresh`.
 *
 * @param weights - [N, K], flat
 * @param size - K
 */
export function rowProduct(weights: Float32Array, size: number): RowProduct {
  const pays = weights.length >= FEWEST_VECTOR_WEIGHTS;
  return (pays ? openVectorProduct(weights, size) : null) ?? new ScalarProduct(weights, size);
}
