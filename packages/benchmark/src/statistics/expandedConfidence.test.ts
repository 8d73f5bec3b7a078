import { describe, expect, it } from 'vitest';
import { expandedConfidence, studentQuantile } from './expandedConfidence.js';

describe('studentQuantile', () => {
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [9, 2.262],
    [10, 2.228],
    [30, 2.042],
    [120, 1.98],
  ])('with %i degrees of freedom is what tables print for 95 %%', (degreesOfFreedom, printed) => {
    expect(studentQuantile(0.95, degreesOfFreedom)).toBeCloseTo(printed, 3);
  });
});

describe('expandedConfidence', () => {
  it('is what Hesterberg 2015 computes, and vanishes with many runs', () => {
    // sqrt(10 / 9) * 2.262 = 2.385 standard errors: 0.9829 of a normal distribution.
    expect(expandedConfidence(0.95, { runsPerTask: 10, degreesOfFreedom: 9 })).toBeCloseTo(0.9829, 4);
    expect(expandedConfidence(0.95, { runsPerTask: 5, degreesOfFreedom: 4 })).toBeCloseTo(0.9981, 4);
    expect(expandedConfidence(0.95, { runsPerTask: 2000, degreesOfFreedom: 1999 })).toBeCloseTo(0.95, 3);
  });

  it('is at most 1, however few the runs', () => {
    expect(expandedConfidence(0.95, { runsPerTask: 2, degreesOfFreedom: 1 })).toBe(1);
  });
});
