// How many directions a layer's outputs really use: from the singular values of the feature matrix
// Phi [samples, features].
import { symmetricEigenvalues } from './symmetricEigenvalues.js';

/** Share of the singular values' sum that `srank` may leave out: delta in Kumar et al. 2020. */
export const SRANK_DELTA = 0.01;

/**
 * Effective rank (Roy and Vetterli 2007): exp(-sum p_i ln p_i) with p_i = sigma_i / sum sigma. From 1 to the number
 * of features; 0 for features that are zero throughout, NaN for ones that are not finite.
 */
export function effectiveRank(singularValues: ArrayLike<number>): number {
  const sigmas = Array.from(singularValues);
  const total = sum(sigmas);
  if (!(total > 0)) return total;
  const entropy = sum(
    sigmas.filter((sigma) => sigma > 0).map((sigma) => -(sigma / total) * Math.log(sigma / total)),
  );
  return Math.exp(entropy);
}

/**
 * srank (Kumar et al. 2020): the smallest k with (sigma_1 + ... + sigma_k) / sum sigma >= 1 - `SRANK_DELTA`; 0 for
 * features that are zero throughout, NaN for ones that are not finite.
 *
 * @param singularValues - in descending order
 */
export function srank(singularValues: ArrayLike<number>): number {
  const sigmas = Array.from(singularValues);
  const total = sum(sigmas);
  if (!(total > 0)) return total;
  const wanted = (1 - SRANK_DELTA) * total;
  let reached = 0;
  let rank = 0;
  for (; rank < sigmas.length && reached < wanted; rank++) reached += sigmas[rank] as number;
  return rank;
}

/**
 * The singular values of a feature matrix in descending order: the square roots of the eigenvalues of Phi^T Phi. That
 * product is summed in double precision, in which squaring leaves half of the digits, as many as features in single
 * precision have; summed in single precision, its rounding would pass for directions of its own.
 *
 * @param blocks - consecutive rows of Phi, flat
 */
export function singularValues(blocks: readonly ArrayLike<number>[], features: number): Float64Array {
  const gram = gramMatrix(blocks, features);
  if (!gram.every(Number.isFinite)) return new Float64Array(features).fill(Number.NaN);
  return symmetricEigenvalues(gram, features).map((value) => Math.sqrt(Math.max(0, value)));
}

/** Phi^T Phi, [features, features]. */
function gramMatrix(blocks: readonly ArrayLike<number>[], features: number): Float64Array {
  const gram = new Float64Array(features * features);
  for (const block of blocks) {
    for (let row = 0; row < block.length; row += features) addOuterProduct(gram, block, { row, features });
  }
  for (let i = 0; i < features; i++) {
    for (let j = 0; j < i; j++) gram[j * features + i] = gram[i * features + j] as number;
  }
  return gram;
}

/** Adds the lower triangle of one row's product with itself. */
function addOuterProduct(
  gram: Float64Array,
  block: ArrayLike<number>,
  { row, features }: { readonly row: number; readonly features: number },
): void {
  for (let i = 0; i < features; i++) {
    const left = block[row + i] as number;
    // Half of what a rectifier makes is zero.
    if (left === 0) continue;
    for (let j = 0; j <= i; j++)
      gram[i * features + j] = (gram[i * features + j] as number) + left * (block[row + j] as number);
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
