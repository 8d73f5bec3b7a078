// Memory that buffers of JavaScript share with the functions of rowProduct.wat, so that nothing is copied between them.
import { rowProductBytes } from '#rowProductBytes';
import { roundUp } from '../roundUp.js';

/** The functions of rowProduct.wat; positions in memory are counted in bytes. */
interface RowProductExports {
  readonly memory: WebAssembly.Memory;
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

/** Every buffer begins with a line of the processor's cache, and vectors may go beyond its end up to the next one. */
const LINE_ELEMENTS = 16;

let compiled: WebAssembly.Module | undefined;

/** Buffers in the memory of an instance of rowProduct.wat. */
export class VectorMemory {
  readonly functions: Pick<RowProductExports, 'transpose' | 'multiply'>;
  readonly #buffer: ArrayBuffer;
  #used = 0;

  constructor(exports: RowProductExports, elements: number) {
    const bytes = elements * Float32Array.BYTES_PER_ELEMENT;
    exports.memory.grow(Math.max(0, Math.ceil(bytes / PAGE_BYTES) - 1));
    this.functions = exports;
    this.#buffer = exports.memory.buffer;
  }

  /** The elements of the memory that a buffer takes. */
  static roomFor(length: number): number {
    return roundUp(length, LINE_ELEMENTS);
  }

  /** A buffer of zeros that lasts as long as the memory. */
  allocate(length: number): Float32Array {
    const start = this.#used * Float32Array.BYTES_PER_ELEMENT;
    this.#used += VectorMemory.roomFor(length);
    return new Float32Array(this.#buffer, start, length);
  }

  /** Whether a buffer lies in this memory. */
  holds({ buffer }: Float32Array): boolean {
    return buffer === this.#buffer;
  }
}

/** Opens memory of so many elements; null where WebAssembly, its vectors or memory for it are missing. */
export function openVectorMemory(elements: number): VectorMemory | null {
  try {
    compiled ??= new WebAssembly.Module(rowProductBytes);
    const { exports } = new WebAssembly.Instance(compiled);
    return new VectorMemory(exports as RowProductExports, elements);
  } catch {
    return null;
  }
}
