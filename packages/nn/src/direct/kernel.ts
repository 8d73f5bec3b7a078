import type { Value } from '../graph/value.js';

/** One operation on buffers. */
export interface Kernel {
  /** Fills the output from the inputs. */
  run(): void;
  /** Takes notice that the parameters are others now. */
  refresh?(): void;
  /**
   * Takes over the operation that follows: the output then holds its result.
   *
   * @param inputs - its operands, of which the first is the output
   * @returns false if it can't
   */
  absorb?(next: Value, inputs: readonly Float32Array[]): boolean;
}
