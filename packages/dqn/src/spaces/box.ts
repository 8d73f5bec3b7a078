import type { RandomStream } from '@rectify/nn/random';

/**
 * All float32 arrays of one shape between two bounds, elementwise and inclusive; a bound may be
 * infinite (Gymnasium's `Box`).
 */
export class Box {
  /** Lower bounds, row-major. */
  readonly low: Float32Array;
  /** Upper bounds, row-major. */
  readonly high: Float32Array;
  /** Axes of a value; the product is the number of bounds. */
  readonly shape: readonly number[];

  /**
   * @param bounds.shape - default: one axis as long as the bounds
   * @throws RangeError if the bounds differ in length, don't fill the shape, or one of them is NaN or crosses
   */
  constructor(bounds: {
    readonly low: ArrayLike<number>;
    readonly high: ArrayLike<number>;
    readonly shape?: readonly number[];
  }) {
    this.low = Float32Array.from(bounds.low);
    this.high = Float32Array.from(bounds.high);
    this.shape = bounds.shape ?? [this.low.length];
    const size = this.shape.reduce((product, axis) => product * axis, 1);
    if (this.low.length !== size || this.high.length !== size) {
      throw new RangeError(
        `Box: shape [${this.shape}] needs ${size} bounds, got ${this.low.length} low and ${this.high.length} high`,
      );
    }
    this.low.forEach((low, index) => {
      const high = this.high[index] as number;
      if (!(low <= high)) {
        throw new RangeError(`Box: low must not exceed high, got ${low} and ${high} at index ${index}`);
      }
    });
  }

  /** Whether `value` is a Float32Array of the right length with every element inside its bounds; NaN is outside. */
  contains(value: unknown): value is Float32Array {
    return (
      value instanceof Float32Array &&
      value.length === this.low.length &&
      value.every((element, index) => this.#low(index) <= element && element <= this.#high(index))
    );
  }

  /**
   * A random value, each element for itself: uniform between two finite bounds, the bound plus or minus an
   * exponential of mean 1 with one finite bound, standard normal with none.
   */
  sample(stream: RandomStream): Float32Array {
    return Float32Array.from(this.low, (low, index) => sampleBetween(low, this.#high(index), stream));
  }

  /** The box as a reader writes it: `Box([-4.8, -Infinity], [4.8, Infinity])`, or `Box(0, 1, [4, 10, 10])`. */
  toString(): string {
    const [low] = this.low;
    const [high] = this.high;
    const isUniform = this.low.every((each) => each === low) && this.high.every((each) => each === high);
    if (isUniform) return `Box(${low}, ${high}, [${this.shape.join(', ')}])`;
    const list = (bounds: Float32Array): string =>
      `[${Array.from(bounds, (bound) => +bound.toPrecision(7)).join(', ')}]`;
    return `Box(${list(this.low)}, ${list(this.high)})`;
  }

  #low(index: number): number {
    return this.low[index] as number;
  }

  #high(index: number): number {
    return this.high[index] as number;
  }
}

function sampleBetween(low: number, high: number, stream: RandomStream): number {
  const hasLow = Number.isFinite(low);
  const hasHigh = Number.isFinite(high);
  if (hasLow && hasHigh) return stream.uniform(low, high);
  if (!hasLow && !hasHigh) return stream.normal();
  const exponential = -Math.log(1 - stream.uniform());
  return hasLow ? low + exponential : high - exponential;
}
