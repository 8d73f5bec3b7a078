// A row times a matrix, in the form that computes it fastest here. Every form computes the same bits.
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
}

/** Fewer outputs than this leave most of the vector instructions' lanes empty. */
const FEWEST_VECTOR_UNITS = 8;

/**
 * The product with a matrix that changes only ahead of a `refresh`.
 *
 * @param weights - [N, K], flat
 * @param size - K
 */
export function rowProduct(weights: Float32Array, size: number): RowProduct {
  const isWide = weights.length >= FEWEST_VECTOR_UNITS * size;
  return (isWide ? openVectorProduct(weights, size) : null) ?? new ScalarProduct(weights, size);
}
