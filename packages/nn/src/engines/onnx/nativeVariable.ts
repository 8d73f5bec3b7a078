// State between runs in memory of its own: a run reads one half of it and writes the other, which is then the content.
import type { Variable } from '../engine.js';
import type { NativeApi } from './nativeApi.js';
import { allocate, type Memory, partOf } from './nativeMemory.js';
import type { SharedMemory } from './webassembly/sharedMemory.js';

type Numbers = Memory<Float32Array>;

/** State in memory that ONNX Runtime knows. */
export abstract class NativeVariable implements Variable {
  /** Two memories of its size. */
  abstract readonly halves: readonly [Numbers, Numbers];
  /** Which of them holds the content. */
  abstract readonly present: 0 | 1;

  get size(): number {
    return this.halves[0].values.length;
  }

  /** Where the content stands until the next run. */
  get values(): Float32Array {
    return this.halves[this.present].values;
  }

  read(): Float32Array {
    return this.values.slice();
  }

  copyTo(target: Float32Array): void {
    target.set(this.values);
  }

  write(values: ArrayLike<number>): void {
    if (values.length !== this.size) {
      throw new RangeError(`variable has ${this.size} elements, got ${values.length}`);
    }
    this.values.set(values);
  }

  slice(start: number, end: number): Variable {
    return new VariableSlice(this, [start, end]);
  }
}

/** A variable with memory of its own. */
export class WholeVariable extends NativeVariable {
  readonly halves: readonly [Numbers, Numbers];
  /** The memory that both halves are part of, if they share one with others. */
  readonly home: SharedMemory | null;
  present: 0 | 1 = 0;

  /** @param home - where there is room for both halves; null for memory apart */
  constructor(api: NativeApi, content: ArrayLike<number>, home: SharedMemory | null) {
    super();
    const half = (): Numbers => home?.allocate(content.length) ?? allocate(api, 'float32', content.length);
    this.halves = [half(), half()];
    this.home = home;
    this.values.set(content);
  }

  /** The other half holds the content from now on. */
  turn(): void {
    this.present = this.present === 0 ? 1 : 0;
  }
}

/** A part of another variable. A run that writes it alone must spare the rest: it can't turn, it is copied to. */
class VariableSlice extends NativeVariable {
  readonly halves: readonly [Numbers, Numbers];
  readonly #whole: NativeVariable;

  constructor(whole: NativeVariable, [start, end]: readonly [start: number, end: number]) {
    super();
    const [first, second] = whole.halves;
    this.#whole = whole;
    this.halves = [partOf(first, start, end), partOf(second, start, end)];
  }

  get present(): 0 | 1 {
    return this.#whole.present;
  }
}
