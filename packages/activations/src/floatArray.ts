// The two arrays that numbers are stored in, and what follows from the choice.

/** Numbers in single or double precision. */
export type FloatArray = Float32Array | Float64Array;

/**
 * The array that receives one result for each of `values`: `output` if there is one, else a new one.
 *
 * @throws RangeError if `output` differs from `values` in length or precision
 */
export function outputFor<Values extends FloatArray>(values: Values, output: Values | undefined): Values {
  if (output === undefined) return values.slice() as Values;
  if (output.length !== values.length || output.BYTES_PER_ELEMENT !== values.BYTES_PER_ELEMENT) {
    throw new RangeError(`output must be like the input, ${describe(values)}, got ${describe(output)}`);
  }
  return output;
}

/**
 * `value` in the precision of `array`.
 *
 * The double product of two float32 numbers is exact, so that a rounded parameter and the rounding of the
 * result on its way into a Float32Array make a float32 product, to the last bit.
 */
export function storedAs(array: FloatArray, value: number): number {
  return array instanceof Float32Array ? Math.fround(value) : value;
}

/** An array in words, for a message. */
export function describe(array: FloatArray): string {
  return `a Float${8 * array.BYTES_PER_ELEMENT}Array of ${array.length}`;
}
