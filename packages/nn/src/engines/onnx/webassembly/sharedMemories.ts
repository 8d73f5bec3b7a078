import type { NativeApi } from '../nativeApi.js';
import { FEWEST_ELEMENTS, SharedMemory } from './sharedMemory.js';

/** The shared memories of an engine, one after another as they fill. */
export class SharedMemories {
  readonly #api: Pick<NativeApi, 'addressOf'>;
  #latest: SharedMemory | null = null;

  constructor(api: Pick<NativeApi, 'addressOf'>) {
    this.#api = api;
  }

  /** A memory with room for both halves of a variable; null for one that is too small for a tail, or if there is none. */
  forVariable(length: number): SharedMemory | null {
    return length < FEWEST_ELEMENTS ? null : this.#withRoom([length, length]);
  }

  /**
   * A memory with room for so many elements each.
   *
   * @throws Error if there is none to be had
   */
  withRoom(lengths: readonly number[]): SharedMemory {
    const memory = this.#withRoom(lengths);
    if (memory === null) throw new Error('onnx engine: there is no memory left for another program');
    return memory;
  }

  #withRoom(lengths: readonly number[]): SharedMemory | null {
    if (!this.#latest?.fits(lengths)) this.#latest = SharedMemory.open(this.#api, total(lengths));
    return this.#latest?.fits(lengths) ? this.#latest : null;
  }
}

function total(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, 0);
}
