// PReLU while its slopes are learned: value, derivative and slope gradient (He, Zhang, Ren, Sun 2015, section 2).
import { describe, type FloatArray, outputFor, storedAs } from './floatArray.js';
import { type Formula, formulas } from './formulas.js';

/** PReLU at slopes that the caller holds and may change between calls. */
export interface LearnedPrelu<Slopes extends FloatArray> {
  /** f of every element; arguments as those of `Elementwise.map`. */
  map<Values extends FloatArray>(values: Values, output?: Values): Values;

  /** df/dx of every element; arguments as those of `Elementwise.map`. */
  mapDerivative<Values extends FloatArray>(values: Values, output?: Values): Values;

  /**
   * Gradient with respect to the slopes: for each slope the sum of upstream * x over its elements with x <= 0.
   * Sums are kept in float64. NaN in `values` comes out as NaN.
   *
   * @param upstream - gradient with respect to the outputs, one for each of `values`
   * @param output - receives the sums, one for each slope, and is returned; without it a new array is made
   * @throws RangeError if the lengths don't fit, or `output` differs from the slopes in precision
   */
  slopeGradient(values: FloatArray, upstream: FloatArray, output?: Slopes): Slopes;
}

/**
 * PReLU with slopes given as an array, for values of shape [B, C, ...] in row-major order.
 *
 * @param slopes - one slope for all, or C slopes, one per channel; of any sign
 * @param innerSize - elements of one channel in one sample: H * W for [B, C, H, W], 1 (the default) for [B, C].
 *   With one slope it has no effect
 * @throws RangeError if there is no slope, or `innerSize` is not a positive integer
 * @example
 * learnedPrelu(Float64Array.of(0.25)).map(Float64Array.of(-4, 2)); // Float64Array.of(-1, 2)
 * learnedPrelu(Float64Array.of(0.1, 0.5)).slopeGradient(Float64Array.of(-4, 2), Float64Array.of(3, 1)); // Float64Array.of(-12, 0)
 */
export function learnedPrelu<Slopes extends FloatArray>(
  slopes: Slopes,
  { innerSize = 1 }: { readonly innerSize?: number | undefined } = {},
): LearnedPrelu<Slopes> {
  if (slopes.length === 0) throw new RangeError('learnedPrelu: slopes must not be empty');
  if (!Number.isSafeInteger(innerSize) || innerSize < 1) {
    throw new RangeError(`learnedPrelu: innerSize must be a positive integer, got ${innerSize}`);
  }
  const channels = { slopes, innerSize: slopes.length === 1 ? 1 : innerSize };
  const { value, derivative } = formulas.prelu;
  return {
    map: (values, output) => eachBySlope(value, values, { ...channels, output }),
    mapDerivative: (values, output) => eachBySlope(derivative, values, { ...channels, output }),
    slopeGradient: (values, upstream, output) =>
      sumBySlope(values, upstream, { ...channels, output: outputFor(slopes, output) }),
  };
}

interface Channels {
  readonly slopes: FloatArray;
  readonly innerSize: number;
}

function eachBySlope<Values extends FloatArray>(
  rule: Formula['value'],
  values: Values,
  { slopes, innerSize, output }: Channels & { readonly output: Values | undefined },
): Values {
  checkWholeSamples(values, { slopes, innerSize });
  const results = outputFor(values, output);
  for (let index = 0; index < values.length; index++) {
    const slope = slopes[Math.floor(index / innerSize) % slopes.length] as number;
    results[index] = rule(values[index] as number, storedAs(values, slope));
  }
  return results;
}

function sumBySlope<Slopes extends FloatArray>(
  values: FloatArray,
  upstream: FloatArray,
  { slopes, innerSize, output }: Channels & { readonly output: Slopes },
): Slopes {
  checkWholeSamples(values, { slopes, innerSize });
  if (upstream.length !== values.length) {
    throw new RangeError(
      `learnedPrelu: upstream must have ${values.length} elements, got ${upstream.length}`,
    );
  }
  const sampleSize = slopes.length * innerSize;
  for (let channel = 0; channel < slopes.length; channel++) {
    let sum = 0;
    for (let start = channel * innerSize; start < values.length; start += sampleSize) {
      for (let index = start; index < start + innerSize; index++) {
        const x = values[index] as number;
        if (!(x > 0)) sum += (upstream[index] as number) * x;
      }
    }
    output[channel] = sum;
  }
  return output;
}

function checkWholeSamples(values: FloatArray, { slopes, innerSize }: Channels): void {
  if (values.length % (slopes.length * innerSize) === 0) return;
  throw new RangeError(
    `learnedPrelu: ${slopes.length} channels of ${innerSize} must divide the input, got ${describe(values)}`,
  );
}
