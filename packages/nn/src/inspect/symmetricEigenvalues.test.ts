import { describe, expect, it } from 'vitest';
import { randomStream } from '../random.js';
import { symmetricEigenvalues } from './symmetricEigenvalues.js';

const random = randomStream(5);

/** Q^T diag(eigenvalues) Q for a random orthogonal Q, a product of reflections. */
function withEigenvalues(eigenvalues: readonly number[]): Float64Array {
  const n = eigenvalues.length;
  const rows = eigenvalues.map((value, row) =>
    Array.from({ length: n }, (_, column) => (row === column ? value : 0)),
  );
  for (let k = 0; k < 3; k++) {
    const v = rows.map(() => random.normal());
    const squares = v.reduce((sum, x) => sum + x * x, 0);
    const reflect = (row: number[]): number[] => {
      const along = (2 * row.reduce((sum, x, j) => sum + x * (v[j] ?? 0), 0)) / squares;
      return row.map((x, j) => x - along * (v[j] ?? 0));
    };
    const transposed = (matrix: number[][]): number[][] =>
      matrix.map((_, j) => matrix.map((row) => row[j] ?? 0));
    const once = transposed(rows.map(reflect)).map(reflect);
    rows.splice(0, n, ...once);
  }
  return Float64Array.from(rows.flat());
}

describe('symmetricEigenvalues', () => {
  it.each([
    [[7]],
    [[3, -2]],
    [[5, 5, 5, 1]],
    [[9, 1, 1e-3, 1e-6, 0, 0, 0, -4]],
    [Array.from({ length: 40 }, (_, k) => 40 - k)],
    [Array.from({ length: 30 }, (_, k) => 2 ** -k)],
    [[0, 0, 0]],
  ])('finds %j again', (eigenvalues) => {
    const matrix = withEigenvalues(eigenvalues);
    const before = matrix.slice();
    const found = symmetricEigenvalues(matrix, eigenvalues.length);
    const expected = eigenvalues.toSorted((a, b) => b - a);
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 11);
    expect(matrix).toEqual(before);
  });

  it('has the closed form of the second difference', () => {
    const n = 12;
    const matrix = Float64Array.from({ length: n * n }, (_, flat) => {
      const distance = Math.abs(Math.floor(flat / n) - (flat % n));
      return distance === 0 ? 2 : distance === 1 ? -1 : 0;
    });
    const expected = Array.from({ length: n }, (_, k) => 2 + 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
    symmetricEigenvalues(matrix, n).forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k] ?? Number.NaN, 13);
    });
  });
});
