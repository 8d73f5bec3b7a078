import quickselect from 'quickselect';

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
    const quantile = ascendingQuantiles(this.numbers());
    return { q05: quantile(0.05), q50: quantile(0.5), q95: quantile(0.95) };
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

/**
 * The value at position (n - 1) p, counted from 0. To be asked for growing p: numbers are brought into order only as far as
 * that needs, in a third of the time of sorting them.
 */
function ascendingQuantiles(numbers: Float64Array): (p: number) => number {
  let settled = 0;
  return (p) => {
    if (numbers.length === 0) return Number.NaN;
    const position = (numbers.length - 1) * p;
    const below = Math.floor(position);
    // Described for plain arrays, it only reads and writes elements.
    quickselect(numbers as ArrayLike<number> as number[], below, settled);
    settled = below;
    const lower = numbers[below] as number;
    return lower + (leastFrom(numbers, below + 1, lower) - lower) * (position - below);
  };
}

/** The least number from a place on, or `none` if there is none. */
function leastFrom(numbers: Float64Array, start: number, none: number): number {
  if (start >= numbers.length) return none;
  let least = Infinity;
  for (let place = start; place < numbers.length; place++) least = Math.min(least, numbers[place] as number);
  return least;
}
