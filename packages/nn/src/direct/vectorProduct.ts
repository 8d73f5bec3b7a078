// The product in WebAssembly, whose vector instructions compute two outputs at once (rowProduct.wat): 120 inputs, half of
// them 0, times 84 outputs in 0.9 us instead of 2.7. It needs the weights transposed, which takes 1 us after an update.
import { rowProductBytes } from '#rowProductBytes';
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
  readonly #x: Float32Array;
  readonly #output: Float32Array;

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
    this.#x = new Float32Array(memory.buffer, this.#places.x, size);
    this.#output = new Float32Array(memory.buffer, this.#places.output, units);
    this.refresh();
  }

  refresh(): void {
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
    const { x: row, values, starts, transposed, output: sums } = this.#places;
    this.#x.set(x);
    this.#exports.multiply(row, this.#size, values, starts, transposed, sums, this.#rows);
    output.set(this.#output);
  }
}

/** Where in memory everything lies, in bytes: each part begins at a multiple of 16. */
function placesFor(rows: number, columns: number) {
  const transposed = 0;
  const source = transposed + 4 * rows * columns;
  const values = source + 4 * rows * columns;
  const starts = values + 8 * columns;
  const x = starts + 4 * columns;
  const output = x + 4 * columns;
  return { transposed, source, values, starts, x, output, end: output + 4 * rows };
}
