import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holmAdjusted } from './holm.js';
import { dispersionAcrossTime, longTermRisk, shortTermRisk } from './reliability.js';
import { signFlipProbability } from './signFlipTest.js';

const curve = [0, 3, 1, 4, 2].map((value, step) => ({ step, value }));

describe('reliability within a run', () => {
  it('is as the definitions compute it by hand', () => {
    expect(dispersionAcrossTime(curve)).toBe(5);
    expect(shortTermRisk(curve)).toBe(-2);
    expect(longTermRisk(curve)).toBe(2);
  });

  it('counts changes per step', () => {
    const slow = curve.map(({ step, value }) => ({ step: 10 * step, value }));
    expect(dispersionAcrossTime(slow)).toBeCloseTo(0.5, 12);
    expect(shortTermRisk(slow)).toBeCloseTo(-0.2, 12);
    expect(longTermRisk(slow)).toBe(2);
  });

  it('averages over windows', () => {
    // Changes 3, -2, 3, -2: every pair of neighbours has an interquartile range of 2.5.
    expect(dispersionAcrossTime(curve, { window: 2 })).toBe(2.5);
    expect(() => dispersionAcrossTime(curve, { window: 1 })).toThrow(RangeError);
    expect(() => dispersionAcrossTime(curve.slice(0, 1))).toThrow(/two evaluations, got 1/);
  });

  it('finds no risk in a run that only rises', () => {
    const rising = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(rising, (steps) => {
        const heights = steps.map((_, step) => steps.slice(0, step + 1).reduce((sum, rise) => sum + rise, 0));
        const points = heights.map((value, step) => ({ step, value }));
        return longTermRisk(points) === 0 && shortTermRisk(points) >= 0;
      }),
    );
  });
});

describe('holmAdjusted', () => {
  it('is what R prints for p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")', () => {
    const adjusted = holmAdjusted([0.01, 0.04, 0.03, 0.005]);
    for (const [index, expected] of [0.03, 0.06, 0.06, 0.02].entries())
      expect(adjusted[index]).toBeCloseTo(expected, 12);
  });

  it('keeps one, never exceeds 1 and refuses what is no probability', () => {
    expect(holmAdjusted([0.2])).toEqual([0.2]);
    expect(holmAdjusted([0.9, 0.8])).toEqual([1, 1]);
    expect(() => holmAdjusted([0.1, 1.5])).toThrow(/from 0 to 1, got 1.5/);
  });
});

describe('signFlipProbability', () => {
  it('is 2 / 2^n when all differences agree, and 1 when they cancel', () => {
    expect(signFlipProbability([1, 2, 3])).toBe(0.25);
    expect(signFlipProbability([0.1, 0.1, 0.1, 0.1, 0.1])).toBe(0.0625);
    expect(signFlipProbability([1, -1])).toBe(1);
  });

  it('counts by hand', () => {
    // Of the sums ±3 ±1 ±1, absolute values 5, 3, 3, 1 twice each: three of four are at least 3.
    expect(signFlipProbability([3, 1, -1])).toBe(0.75);
    expect(() => signFlipProbability([])).toThrow(RangeError);
  });
});
