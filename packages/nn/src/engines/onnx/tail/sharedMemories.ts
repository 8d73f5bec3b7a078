import type { NativeApi } from '../nativeApi.js';
import { FEWEST_ELEMENTS } from './pointwiseTail.js';
import { SharedMemory } from './sharedMemory.js';

/** The shared memories of an engine, one after another as they fill. */
export class SharedMemories {
  readonly #api: NativeApi;
  #latest: SharedMemory | null = null;

  constructor(api: NativeApi) {
    this.#api = api;
  }

  /** A memory with room for both halves of a variable; null for one that is too small for a tail, or if there is none. */
  forVariable(length: number): SharedMemory | null {
    if (length < FEWEST_ELEMENTS) return null;
    if (!this.#latest?.fits([length, length])) this.#latest = SharedMemory.open(this.#api, length);
    return this.#latest;
  }
}
