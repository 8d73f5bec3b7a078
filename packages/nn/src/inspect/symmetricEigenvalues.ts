// Eigenvalues of a symmetric matrix without its eigenvectors, as in Golub and Van Loan, "Matrix Computations", 8.3: the
// matrix becomes tridiagonal (Householder), then diagonal (implicit QL with Wilkinson's shift). A library that makes the
// vectors too took most of the time of an inspection.

/** The two diagonals of a symmetric tridiagonal matrix. */
interface Tridiagonal {
  /** [n] */
  readonly diagonal: Float64Array;
  /** Beside the diagonal, [n]; the last element is 0. */
  readonly beside: Float64Array;
}

/**
 * The eigenvalues of a symmetric matrix in descending order, each within a few roundings of the largest.
 *
 * @param matrix - [n, n], flat and finite
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  const { diagonal, beside } = tridiagonalOf(matrix.slice(), n);
  const size = Math.max(0, ...diagonal.map(Math.abs), ...beside.map(Math.abs));
  const negligible = Number.EPSILON * size;
  for (let first = 0; first < n; first++) {
    let last = endOfBlock(beside, first, negligible);
    while (last > first) {
      qlStep({ diagonal, beside }, first, last);
      last = endOfBlock(beside, first, negligible);
    }
  }
  return diagonal.sort((a, b) => b - a);
}

/** Where the block that begins at `first` ends: the first negligible element beside the diagonal cuts it off. */
function endOfBlock(beside: Float64Array, first: number, negligible: number): number {
  let last = first;
  while (Math.abs(beside[last] as number) > negligible) last++;
  return last;
}

/**
 * Reflects column after column onto one element beside the diagonal; the trailing block A becomes
 * A - v w^T - w v^T, with w = p - (beta p.v / 2) v, p = beta A v, beta = 2 / v.v (algorithm 8.3.1).
 *
 * @param a - overwritten
 */
function tridiagonalOf(a: Float64Array, n: number): Tridiagonal {
  const diagonal = new Float64Array(n);
  const beside = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    diagonal[k] = a[k * n + k] as number;
    if (k === n - 1) break;
    const v = a.slice(k * n + k + 1, (k + 1) * n);
    const length = Math.sqrt(dot(v, v));
    const pivot = v[0] as number;
    const reflected = pivot > 0 ? -length : length;
    beside[k] = reflected;
    v[0] = pivot - reflected;
    const squares = dot(v, v);
    if (squares > 0) reflectBlock(a, { n, start: k + 1, v, beta: 2 / squares });
  }
  return { diagonal, beside };
}

interface Reflection {
  readonly n: number;
  /** First row and column of the block. */
  readonly start: number;
  readonly v: Float64Array;
  readonly beta: number;
}

function reflectBlock(a: Float64Array, { n, start, v, beta }: Reflection): void {
  const rows = v.map((_, row) => (start + row) * n + start);
  const p = rows.map((at) => beta * dot(a.subarray(at, at + v.length), v));
  const half = (beta * dot(p, v)) / 2;
  const w = p.map((element, row) => element - half * (v[row] as number));
  for (let row = 0; row < v.length; row++) {
    const [at, left, right] = [rows[row] as number, v[row] as number, w[row] as number];
    for (let column = 0; column < v.length; column++) {
      a[at + column] =
        (a[at + column] as number) - left * (w[column] as number) - right * (v[column] as number);
    }
  }
}

/** One implicit QL step on the block from `first` to `last`: a bulge is chased up from its end. */
function qlStep({ diagonal, beside }: Tridiagonal, first: number, last: number): void {
  const at = (values: Float64Array, index: number): number => values[index] as number;
  const half = (at(diagonal, first + 1) - at(diagonal, first)) / (2 * at(beside, first));
  const root = Math.hypot(half, 1);
  const shift = at(diagonal, first) - at(beside, first) / (half + (half < 0 ? -root : root));
  let bulge = at(diagonal, last) - shift;
  let [sine, cosine, correction] = [1, 1, 0];
  for (let i = last - 1; i >= first; i--) {
    const rotated = sine * at(beside, i);
    const kept = cosine * at(beside, i);
    const radius = Math.hypot(rotated, bulge);
    beside[i + 1] = radius;
    if (radius === 0) {
      // The rotation has split the block by itself.
      diagonal[i + 1] = at(diagonal, i + 1) - correction;
      beside[last] = 0;
      return;
    }
    sine = rotated / radius;
    cosine = bulge / radius;
    const shifted = at(diagonal, i + 1) - correction;
    const moved = (at(diagonal, i) - shifted) * sine + 2 * cosine * kept;
    correction = sine * moved;
    diagonal[i + 1] = shifted + correction;
    bulge = cosine * moved - kept;
  }
  diagonal[first] = at(diagonal, first) - correction;
  beside[first] = bulge;
  beside[last] = 0;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < b.length; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}
