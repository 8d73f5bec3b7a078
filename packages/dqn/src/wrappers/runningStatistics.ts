/**
 * Mean and variance of each element of a series of arrays, without keeping the series (Welford 1962):
 * count += 1; delta = x - mean; mean += delta / count; sumOfSquares += delta (x - mean).
 *
 * The variance is that of the population, sumOfSquares / count, and 0 as long as nothing was added.
 */
export class RunningStatistics {
  /** Elements of an array. */
  readonly size: number;
  readonly #mean: Float64Array;
  readonly #sumOfSquares: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.size = size;
    this.#mean = new Float64Array(size);
    this.#sumOfSquares = new Float64Array(size);
  }

  /** Arrays added so far. */
  get count(): number {
    return this.#count;
  }

  /** Mean of each element. */
  get mean(): readonly number[] {
    return Array.from(this.#mean);
  }

  /** Variance of each element. */
  get variance(): readonly number[] {
    return Array.from(this.#sumOfSquares, (sum) => sum / Math.max(1, this.#count));
  }

  /** Takes one more array into account. */
  add(values: ArrayLike<number>): void {
    this.#count += 1;
    for (let index = 0; index < this.size; index++) {
      const value = values[index] as number;
      const delta = value - (this.#mean[index] as number);
      const mean = (this.#mean[index] as number) + delta / this.#count;
      this.#mean[index] = mean;
      this.#sumOfSquares[index] = (this.#sumOfSquares[index] as number) + delta * (value - mean);
    }
  }

  /** (x - mean) / sqrt(variance + epsilon) for each element. */
  normalize(values: ArrayLike<number>, epsilon: number): Float32Array {
    const normalized = new Float32Array(this.size);
    const count = Math.max(1, this.#count);
    for (let index = 0; index < this.size; index++) {
      const variance = (this.#sumOfSquares[index] as number) / count;
      normalized[index] =
        ((values[index] as number) - (this.#mean[index] as number)) / Math.sqrt(variance + epsilon);
    }
    return normalized;
  }

  /** All it knows, as 1 + 2 size numbers for a checkpoint: count, means, sums of squares. */
  state(): readonly number[] {
    return [this.#count, ...this.#mean, ...this.#sumOfSquares];
  }

  /**
   * Goes on where `state` was taken.
   *
   * @throws RangeError if the state has another length
   */
  restore(state: readonly number[]): void {
    if (state.length !== 1 + 2 * this.size) {
      throw new RangeError(
        `RunningStatistics: a state of ${this.size} elements has ${1 + 2 * this.size} numbers, got ${state.length}`,
      );
    }
    const [count = 0] = state;
    this.#count = count;
    this.#mean.set(state.slice(1, 1 + this.size));
    this.#sumOfSquares.set(state.slice(1 + this.size));
  }
}
