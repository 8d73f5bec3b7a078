// Memory that ONNX Runtime, JavaScript and WebAssembly all reach where it lies.
import { roundUp } from '../../../roundUp.js';
import type { NativeApi } from '../nativeApi.js';
import type { Memory } from '../nativeMemory.js';

/** With fewer elements than this there is little to gain. */
export const FEWEST_ELEMENTS = 256;

const PAGE_BYTES = 65_536;
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Of a cache line, and of ONNX Runtime's own memory. */
const ALIGNMENT_BYTES = 64;

/** Address space only: a page takes memory when it is written to. */
const FEWEST_BYTES = 2 ** 26;
const MOST_BYTES = 2 ** 31;

/** Room for the two halves of a model's parameters, a copy, an optimizer's slots, and a gradient. */
const VARIABLES = 16;

/** A piece of memory of fixed size. What was allocated lasts as long as anything in it is reachable. */
export class SharedMemory {
  readonly memory: WebAssembly.Memory;
  readonly #address: bigint;
  #used = 0;

  private constructor({ addressOf }: Pick<NativeApi, 'addressOf'>, bytes: number) {
    this.memory = new WebAssembly.Memory({ initial: bytes / PAGE_BYTES });
    this.#address = addressOf(this.memory.buffer);
  }

  /** Memory for a variable of so many elements and others like it; null where there is none to be had. */
  static open(api: Pick<NativeApi, 'addressOf'>, length: number): SharedMemory | null {
    const bytes = Math.max(FEWEST_BYTES, roundUp(VARIABLES * length * FLOAT_BYTES, PAGE_BYTES));
    if (bytes > MOST_BYTES) return null;
    try {
      return new SharedMemory(api, bytes);
    } catch {
      return null;
    }
  }

  /** Whether there is room for so many elements each. */
  fits(lengths: readonly number[]): boolean {
    return (
      lengths.reduce((end, length) => end + bytesFor(length), this.#used) <= this.memory.buffer.byteLength
    );
  }

  /** Elements that are 0, or null if they don't fit any more. */
  allocate(length: number): Memory<Float32Array> | null {
    const start = this.#used;
    if (!this.fits([length])) return null;
    this.#used += bytesFor(length);
    const values = new Float32Array(this.memory.buffer, start, length);
    return { values, address: this.#address + BigInt(start) };
  }
}

function bytesFor(length: number): number {
  return roundUp(length * FLOAT_BYTES, ALIGNMENT_BYTES);
}
