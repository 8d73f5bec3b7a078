import type { RandomStream } from '@rectify/nn/random';

/**
 * A finite set of `size` consecutive integers: `start`, `start + 1`, ..., `start + size - 1`
 * (Gymnasium's `Discrete(n, start)`).
 */
export class Discrete {
  /** How many values the set has. */
  readonly size: number;
  /** The smallest value, by default 0. */
  readonly start: number;
  /** A value is a scalar. */
  readonly shape: readonly number[] = [];

  /**
   * @throws RangeError if `size` is not a positive integer or `start` is not an integer
   */
  constructor(size: number, start = 0) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`Discrete: size must be a positive integer, got ${size}`);
    }
    if (!Number.isSafeInteger(start))
      throw new RangeError(`Discrete: start must be an integer, got ${start}`);
    this.size = size;
    this.start = start;
  }

  /** Whether `value` is one of the integers; a fraction, NaN or a non-number is not. */
  contains(value: unknown): value is number {
    return Number.isInteger(value) && this.start <= Number(value) && Number(value) < this.start + this.size;
  }

  /** A uniformly drawn value. */
  sample(stream: RandomStream): number {
    return this.start + stream.integer(this.size);
  }

  /** The set as a reader writes it, such as `Discrete(2)` or `Discrete(3, start -1)`. */
  toString(): string {
    return this.start === 0 ? `Discrete(${this.size})` : `Discrete(${this.size}, start ${this.start})`;
  }
}
