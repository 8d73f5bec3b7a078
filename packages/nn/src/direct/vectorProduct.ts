// The product in WebAssembly, whose vector instructions compute two outputs at once (rowProduct.wat), with the bias and the
// ReLU behind it: a greedy action of 120 and 84 units takes 2 us instead of 7. The weights must be transposed after an
// update, which takes 1 us.
import type { Value } from '../graph/value.js';
import { roundUp } from '../roundUp.js';
import type { Kernel } from './kernel.js';
import { isPartOfVariable } from './partOfVariable.js';
import type { RowProduct } from './rowProduct.js';
import { VectorMemory } from './vectorMemory.js';

/** What the functions want multiples of. */
const [ROWS, COLUMNS] = [8, 4];

/** A product on buffers in a vector memory. */
export class VectorProduct implements Kernel {
  readonly #memory: VectorMemory;
  readonly #product: RowProduct;
  readonly #rows: number;
  readonly #transposed: Float32Array;
  readonly #values: Float32Array;
  readonly #starts: Float32Array;
  #bias: Float32Array;
  #hasBias = false;
  #floor = -Infinity;

  constructor(product: RowProduct, memory: VectorMemory) {
    const { x, output } = product;
    this.#memory = memory;
    this.#product = product;
    this.#rows = roundUp(output.length, ROWS);
    this.#transposed = memory.allocate(this.#rows * roundUp(x.length, COLUMNS));
    // Each is a float64, two elements long.
    this.#values = memory.allocate(2 * x.length);
    this.#starts = memory.allocate(x.length);
    // Adding -0 changes nothing, not even 0.
    this.#bias = memory.allocate(output.length).fill(-0);
    this.refresh();
  }

  /** The elements of a vector memory that a product of K inputs and N outputs takes. */
  static roomFor(inputs: number, outputs: number): number {
    const rows = roundUp(outputs, ROWS);
    const lengths = [rows * roundUp(inputs, COLUMNS), 2 * inputs, inputs, outputs];
    // The last ones: whole blocks are transposed, and the rows that are missing in one are read from behind the weights.
    return [...lengths, ROWS * inputs].reduce((sum, length) => sum + VectorMemory.roomFor(length), 0);
  }

  refresh(): void {
    const { x, weights } = this.#product;
    this.#memory.functions.transpose(weights.byteOffset, this.#transposed.byteOffset, this.#rows, x.length);
  }

  run(): void {
    const { x, output } = this.#product;
    this.#memory.functions.multiply(
      x.byteOffset,
      x.length,
      this.#values.byteOffset,
      this.#starts.byteOffset,
      this.#transposed.byteOffset,
      this.#bias.byteOffset,
      this.#floor,
      output.byteOffset,
      this.#rows,
    );
  }

  /** A bias, then a ReLU; either may be missing. */
  absorb({ operation, inputs: [, addend] }: Value, [, bias]: readonly Float32Array[]): boolean {
    if (this.#floor === 0) return false;
    if (operation === 'relu') this.#floor = 0;
    else if (this.#hasBias || operation !== 'add' || addend === undefined || bias === undefined) return false;
    else if (!isPartOfVariable(addend) || bias.length !== this.#bias.length) return false;
    else {
      this.#bias = bias;
      this.#hasBias = true;
    }
    return true;
  }
}
