import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activationKinds, elu, leakyRelu, parseActivation, relu } from './index.js';

const everyActivation = [...activationKinds.map(parseActivation), elu(0.7)];
const points = [
  0,
  -0,
  0.3,
  -0.3,
  5,
  -5,
  -1e-45,
  Number.NaN,
  Number.NEGATIVE_INFINITY,
  Number.POSITIVE_INFINITY,
];

describe.each(everyActivation)('$kind on arrays', (activation) => {
  it('gives in float64 what it gives on numbers', () => {
    const values = Float64Array.from(points);
    expect(activation.map(values)).toEqual(values.map((x) => activation.forward(x)));
    expect(activation.mapDerivative(values)).toEqual(values.map((x) => activation.derivative(x)));
  });

  it('leaves its input alone and returns an array of the same kind', () => {
    const values = Float32Array.from(points);
    const results = activation.map(values);
    expect(results).toBeInstanceOf(Float32Array);
    expect(results).not.toBe(values);
    expect(values).toEqual(Float32Array.from(points));
  });

  it('writes into the output it is given, and returns it', () => {
    const values = Float32Array.from(points);
    const output = new Float32Array(values.length).fill(7);
    expect(activation.map(values, output)).toBe(output);
    expect(output).toEqual(activation.map(values));
    expect(activation.mapDerivative(values, output)).toBe(output);
    expect(output).toEqual(activation.mapDerivative(values));
  });

  it('works in place', () => {
    const values = Float64Array.from(points);
    const expected = activation.map(values);
    expect(activation.map(values, values)).toBe(values);
    expect(values).toEqual(expected);
  });

  it('takes empty arrays', () => {
    expect(activation.map(new Float32Array())).toEqual(new Float32Array());
  });
});

describe('float32', () => {
  it('is the product of two float32 numbers, rounded once', () => {
    const float32 = fc.float({ noNaN: true });
    fc.assert(
      fc.property(float32, fc.double({ min: 1e-3, max: 2, noNaN: true }), (x, slope) => {
        const [value] = leakyRelu(slope).map(Float32Array.of(x));
        expect(value).toBe(x > 0 ? x : Math.fround(Math.fround(slope) * x));
        const [derivative] = leakyRelu(slope).mapDerivative(Float32Array.of(x));
        expect(derivative).toBe(x > 0 ? 1 : Math.fround(slope));
      }),
    );
  });

  it('rounds the slope before the product, which shows in the last bit', () => {
    const [value] = leakyRelu(0.1).map(Float32Array.of(-13));
    expect(value).toBe(Math.fround(Math.fround(0.1) * -13));
    expect(value).not.toBe(Math.fround(0.1 * -13));
  });
});

describe('an output that does not fit', () => {
  it('is refused when its length differs', () => {
    expect(() => relu().map(new Float32Array(3), new Float32Array(2))).toThrow(
      new RangeError('output must be like the input, a Float32Array of 3, got a Float32Array of 2'),
    );
  });

  it('is refused when its precision differs', () => {
    const map = (values: Float32Array | Float64Array, output: Float32Array | Float64Array) =>
      relu().mapDerivative(values, output);
    expect(() => map(new Float32Array(3), new Float64Array(3))).toThrow('got a Float64Array of 3');
  });
});
