/** What 5, 50 and 95 % of some numbers lie below. */
export interface Quantiles {
  readonly q05: number;
  readonly q50: number;
  readonly q95: number;
}

/** The last numbers of a series, at most as many as fit. */
export class NumberWindow {
  readonly #numbers: Float64Array;
  #added = 0;

  constructor(capacity: number) {
    this.#numbers = new Float64Array(capacity);
  }

  /** Takes a number in, in the place of the oldest one if the window is full. */
  add(value: number): void {
    this.#numbers[this.#added % this.#numbers.length] = value;
    this.#added += 1;
  }

  /** Forgets everything. */
  clear(): void {
    this.#added = 0;
  }

  /** Quantiles with linear interpolation between the two neighbours; NaN of nothing. */
  quantiles(): Quantiles {
    const sorted = this.numbers().sort();
    return { q05: quantileOf(sorted, 0.05), q50: quantileOf(sorted, 0.5), q95: quantileOf(sorted, 0.95) };
  }

  /** The numbers as a copy, oldest first. */
  numbers(): Float64Array {
    const capacity = this.#numbers.length;
    if (this.#added <= capacity) return this.#numbers.slice(0, this.#added);
    const oldest = this.#added % capacity;
    const numbers = new Float64Array(capacity);
    numbers.set(this.#numbers.subarray(oldest));
    numbers.set(this.#numbers.subarray(0, oldest), capacity - oldest);
    return numbers;
  }

  /** Takes over what `numbers` of a window of the same capacity returned. */
  restore(numbers: ArrayLike<number>): void {
    this.#numbers.set(numbers);
    this.#added = numbers.length;
  }
}

/** The value at position (n - 1) p, counted from 0. */
function quantileOf(sorted: Float64Array, p: number): number {
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  const lower = sorted[below] ?? Number.NaN;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  return lower + (upper - lower) * (position - below);
}
