// Variables as programs in shared memory see them.
import type { Variable } from '../../engine.js';
import type { Memory } from '../nativeMemory.js';

type Numbers = Memory<Float32Array>;

/** A variable with its content in a shared memory. */
export interface SharedVariable {
  /** Where the content may lie from one run to the next. */
  readonly halves: readonly Numbers[];
  /** Which of them holds it. */
  readonly present: number;
  /** Where the content stands. */
  readonly values: Float32Array;
}

/** A variable that lies elsewhere: its content comes before a run, and goes back behind one that wrote it. */
export class Guest implements SharedVariable {
  readonly halves: readonly [Numbers];
  readonly present = 0;
  readonly #variable: Variable;

  /** @param room - as many elements as the variable has */
  constructor(variable: Variable, room: Numbers) {
    this.#variable = variable;
    this.halves = [room];
  }

  get values(): Float32Array {
    return this.halves[0].values;
  }

  enter(): void {
    this.#variable.copyTo(this.values);
  }

  leave(): void {
    this.#variable.write(this.values);
  }
}
