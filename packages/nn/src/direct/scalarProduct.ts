// The product as a loop in JavaScript, for wherever rowProduct.wat does not run or would not pay.
import type { Kernel } from './kernel.js';
import type { RowProduct } from './rowProduct.js';

/** A product that reads the weights where they lie, at every call. */
export class ScalarProduct implements Kernel {
  readonly #product: RowProduct;
  readonly #row: SparseRow;

  constructor(product: RowProduct) {
    const size = product.x.length;
    this.#product = product;
    this.#row = { values: new Float64Array(size), columns: new Int32Array(size), count: 0 };
  }

  run(): void {
    const { x, weights, output } = this.#product;
    gatherNonzero(x, this.#row);
    multiply(this.#row, weights, output);
  }
}

/** The elements of a row that are not 0, in order: `count` values and their columns. */
interface SparseRow {
  readonly values: Float64Array;
  readonly columns: Int32Array;
  count: number;
}

/** Behind a rectifier half of a row is 0, and what is 0 adds nothing. */
function gatherNonzero(x: Float32Array, row: SparseRow): void {
  const { values, columns } = row;
  let count = 0;
  for (let column = 0; column < x.length; column++) {
    const element = x[column] as number;
    values[count] = element;
    columns[count] = column;
    // No branch, which would be foretold wrongly half of the time: what is 0 is overwritten by the next.
    count += Number(element !== 0);
  }
  row.count = count;
}

function multiply(row: SparseRow, weights: Float32Array, output: Float32Array): void {
  const units = output.length;
  if (units < 8) {
    for (let unit = 0; unit < units; unit++) output[unit] = dotProduct(row, weights, unit);
    return;
  }
  // The last eight outputs may overlap those before them, which are then computed twice.
  for (let unit = 0; unit < units; unit += 8)
    eightDotProducts(row, weights, output, Math.min(unit, units - 8));
}

function dotProduct({ values, columns, count }: SparseRow, weights: Float32Array, unit: number): number {
  const place = unit * values.length;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += (values[i] as number) * (weights[place + (columns[i] as number)] as number);
  }
  return sum;
}

/**
 * Eight outputs at a time keep the processor's units busy; parameters rather than captured variables keep the buffers
 * in registers.
 */
function eightDotProducts(
  { values, columns, count }: SparseRow,
  weights: Float32Array,
  output: Float32Array,
  unit: number,
): void {
  const size = values.length;
  const place = unit * size;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i] as number;
    const start = place + (columns[i] as number);
    a += value * (weights[start] as number);
    b += value * (weights[start + size] as number);
    c += value * (weights[start + 2 * size] as number);
    d += value * (weights[start + 3 * size] as number);
    e += value * (weights[start + 4 * size] as number);
    f += value * (weights[start + 5 * size] as number);
    g += value * (weights[start + 6 * size] as number);
    h += value * (weights[start + 7 * size] as number);
  }
  output[unit] = a;
  output[unit + 1] = b;
  output[unit + 2] = c;
  output[unit + 3] = d;
  output[unit + 4] = e;
  output[unit + 5] = f;
  output[unit + 6] = g;
  output[unit + 7] = h;
}
