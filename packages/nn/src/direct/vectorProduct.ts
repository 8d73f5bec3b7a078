// The product in WebAssembly, whose vector instructions compute two outputs at once (rowProduct.wat), with the bias and the
// ReLU behind it: a greedy action of 120 and 84 units takes 2 us instead of 7. The weights must be transposed after an
// update, which takes 1 us.
import { rowProductBytes } from '#rowProductBytes';
import type { Value } from '../graph/value.js';
import { isPartOfVariable } from './partOfVariable.js';
import type { RowProduct } from './rowProduct.js';

/** What is used of the global of this name, which TypeScript describes only with all of a browser's. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** The functions of rowProduct.wat; positions in memory are counted in bytes. */
interface RowProductExports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  transpose(source: number, target: number, rows: number, columns: number): void;
  multiply(
    x: number,
    size: number,
    values: number,
    starts: number,
    weights: number,
    bias: number,
    floor: number,
    output: number,
    units: number,
  ): void;
}

const PAGE_BYTES = 65_536;

/** Sizes that the functions want multiples of. */
const [ROWS, COLUMNS] = [8, 4];

let compiled: object | undefined;

/** The product of a matrix [N, size], or null where WebAssembly, its vectors or memory for it are missing. */
export function openVectorProduct(weights: Float32Array, size: number): RowProduct | null {
  try {
    compiled ??= new WebAssembly.Module(rowProductBytes);
    const { exports } = new WebAssembly.Instance(compiled);
    return new VectorProduct(exports as RowProductExports, weights, size);
  } catch {
    return null;
  }
}

class VectorProduct implements RowProduct {
  readonly #exports: RowProductExports;
  readonly #weights: Float32Array;
  readonly #size: number;
  /** Sizes of the matrix in memory: the outputs and columns beyond the real ones are 0. */
  readonly #rows: number;
  readonly #columns: number;
  readonly #places: ReturnType<typeof placesFor>;
  readonly #source: Float32Array;
  readonly #biasCopy: Float32Array;
  readonly #x: Float32Array;
  readonly #output: Float32Array;
  #bias: Float32Array | undefined;
  #floor = -Infinity;

  constructor(exports: RowProductExports, weights: Float32Array, size: number) {
    const units = weights.length / size;
    this.#exports = exports;
    this.#weights = weights;
    this.#size = size;
    this.#rows = Math.ceil(units / ROWS) * ROWS;
    this.#columns = Math.ceil(size / COLUMNS) * COLUMNS;
    this.#places = placesFor(this.#rows, this.#columns);
    const { memory } = exports;
    memory.grow(Math.ceil(this.#places.end / PAGE_BYTES) - 1);
    this.#source = new Float32Array(memory.buffer, this.#places.source, this.#rows * this.#columns);
    this.#biasCopy = new Float32Array(memory.buffer, this.#places.bias, units).fill(-0);
    this.#x = new Float32Array(memory.buffer, this.#places.x, size);
    this.#output = new Float32Array(memory.buffer, this.#places.output, units);
    this.refresh();
  }

  refresh(): void {
    if (this.#bias !== undefined) this.#biasCopy.set(this.#bias);
    const { source, transposed } = this.#places;
    const [size, columns] = [this.#size, this.#columns];
    if (size === columns) this.#source.set(this.#weights);
    else {
      for (let row = 0; row * size < this.#weights.length; row++)
        this.#source.set(this.#weights.subarray(row * size, (row + 1) * size), row * columns);
    }
    this.#exports.transpose(source, transposed, this.#rows, columns);
  }

  multiply(x: Float32Array, output: Float32Array): void {
    const { x: row, values, starts, transposed, bias, output: sums } = this.#places;
    this.#x.set(x);
    this.#exports.multiply(row, this.#size, values, starts, transposed, bias, this.#floor, sums, this.#rows);
    output.set(this.#output);
  }

  /** A bias, then a ReLU; either may be missing. */
  absorb({ operation, inputs: [, addend] }: Value, [, bias]: readonly Float32Array[]): boolean {
    if (this.#floor === 0) return false;
    if (operation === 'relu') this.#floor = 0;
    else if (this.#bias !== undefined || operation !== 'add' || addend === undefined) return false;
    else if (!isPartOfVariable(addend) || bias?.length !== this.#biasCopy.length) return false;
    else this.#bias = bias;
    this.refresh();
    return true;
  }
}

/** Where in memory everything lies, in bytes: each part begins at a multiple of 16. */
function placesFor(rows: number, columns: number) {
  const transposed = 0;
  const source = transposed + 4 * rows * columns;
  const values = source + 4 * rows * columns;
  const starts = values + 8 * columns;
  const x = starts + 4 * columns;
  const bias = x + 4 * columns;
  const output = bias + 4 * rows;
  return { transposed, source, values, starts, x, bias, output, end: output + 4 * rows };
}
