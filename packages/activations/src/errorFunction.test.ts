import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erf, erfc } from './errorFunction.js';

describe('the error function', () => {
  // To 30 digits by mpmath 1.3, rounded to the nearest double.
  it.each([
    [1e-300, 1.1283791670955126e-300, 1.0],
    [1e-8, 1.1283791670955126e-8, 0.9999999887162083],
    [0.25, 0.27632639016823696, 0.7236736098317631],
    [0.5, 0.5204998778130465, 0.4795001221869535],
    [0.500001, 0.5205007565951861, 0.47949924340481387],
    [1, 0.8427007929497149, 0.15729920705028513],
    [2.5, 0.999593047982555, 0.0004069520174449589],
    [4, 0.9999999845827421, 1.541725790028002e-8],
    [4.000001, 0.9999999845828691, 1.541713091844121e-8],
    [6, 1.0, 2.1519736712498913e-17],
    [10, 1.0, 2.088487583762545e-45],
    [26, 1.0, 5.663192408856143e-296],
  ])('at %d is %d, its complement %d', (x, value, complement) => {
    expect(Math.abs(erf(x) / value - 1)).toBeLessThan(1e-15);
    expect(Math.abs(erfc(x) / complement - 1)).toBeLessThan(2e-15);
  });

  it('has its limits at both infinities, 0 at 0, and keeps NaN', () => {
    expect([erf(Infinity), erf(-Infinity), erf(0), erf(-0)]).toEqual([1, -1, 0, -0]);
    expect([erfc(Infinity), erfc(-Infinity), erfc(0), erfc(28)]).toEqual([0, 2, 1, 0]);
    expect([erf(Number.NaN), erfc(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('is odd, rises, and adds up to 1 with its complement', () => {
    const numbers = fc.double({ min: -30, max: 30, noNaN: true });
    fc.assert(
      fc.property(numbers, numbers, (x, y) => {
        expect(erf(-x)).toBe(-erf(x));
        expect(erf(Math.max(x, y))).toBeGreaterThanOrEqual(erf(Math.min(x, y)) - 1e-15);
        expect(erf(x) + erfc(x)).toBeCloseTo(1, 15);
      }),
    );
  });

  it('has the derivative 2 / sqrt(pi) e^(-x^2)', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (x) => {
        const h = 1e-5;
        const difference = (erf(x + h) - erf(x - h)) / (2 * h);
        expect(Math.abs(difference - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x))).toBeLessThan(1e-9);
      }),
    );
  });
});
