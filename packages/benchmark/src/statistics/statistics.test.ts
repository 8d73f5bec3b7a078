// By hand, from the definitions: matrices small enough to check with a pencil.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapEstimate, percentileInterval } from './bootstrap.js';
import { conditionalValueAtRisk } from './conditionalValueAtRisk.js';
import { drawdown } from './drawdown.js';
import { distinctResamples, smallestSignFlipProbability } from './fewSeeds.js';
import { hoyerSparsity } from './hoyerSparsity.js';
import { interquartileMean } from './interquartileMean.js';
import { interquartileRange } from './interquartileRange.js';
import { areaUnderCurve, stepsToThreshold } from './learningCurve.js';
import { mean } from './mean.js';
import { optimalityGap } from './optimalityGap.js';
import { pairedDifference } from './pairedDifference.js';
import { performanceProfile, profileWithBand } from './performanceProfile.js';
import { probabilityOfImprovement } from './probabilityOfImprovement.js';
import { quantile } from './quantile.js';
import { pooled } from './scores.js';
import { standardDeviation } from './standardDeviation.js';

const scores = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 12 });
const overRuns = pooled(interquartileMean);

describe('centre and spread', () => {
  it('drops a quarter at each end for the interquartile mean', () => {
    expect(interquartileMean([0, 1, 2, 3, 4, 5, 6, 7, 8, 100])).toBe(4.5);
    expect(interquartileMean([3, 1, 8])).toBe(4);
    expect(interquartileMean([100, 2, 4, -100])).toBe(3);
  });

  it('interpolates quantiles linearly', () => {
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
    expect(interquartileRange([1, 2, 3, 4])).toBe(1.5);
    expect(quantile([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 0.75)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  it('divides the squared deviations by n - 1 and knows no spread of one value', () => {
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(standardDeviation([3])).toBeNaN();
  });

  it('refuses no values and NaN', () => {
    for (const statistic of [interquartileMean, interquartileRange, mean, optimalityGap]) {
      expect(() => statistic([])).toThrow(RangeError);
    }
    expect(() => interquartileMean([1, Number.NaN])).toThrow(/NaN at position 1/);
    expect(() => quantile([1], 1.5)).toThrow(/from 0 to 1, got 1.5/);
  });
});

describe('risk', () => {
  const finalScores = [100, 180, 200, 220, 240, 250, 300, 310, 320, 500];

  it('averages the worst seeds', () => {
    expect(conditionalValueAtRisk(finalScores, { alpha: 0.25, tail: 'lower' })).toBe(160);
    expect(conditionalValueAtRisk(finalScores, { alpha: 0.05, tail: 'lower' })).toBe(100);
  });

  it('takes the upper tail of the drawdown', () => {
    expect(drawdown([0, 3, 1, 4, 2])).toEqual([0, 0, 2, 0, 2]);
    expect(conditionalValueAtRisk(drawdown([0, 3, 1, 4, 2]), { alpha: 0.05, tail: 'upper' })).toBe(2);
  });

  it.each([0, -1, 1.1, Number.NaN])('refuses a tail of %s', (alpha) => {
    expect(() => conditionalValueAtRisk([1], { alpha, tail: 'lower' })).toThrow(RangeError);
  });
});

describe('comparison', () => {
  it('counts wins, and ties as half a win', () => {
    expect(probabilityOfImprovement([[1, 2, 3]], [[2, 2, 4]])).toBeCloseTo(1 / 3, 15);
  });

  it('gives X over Y and Y over X a sum of one', () => {
    fc.assert(
      fc.property(scores, scores, (x, y) => {
        const sum = probabilityOfImprovement([x], [y]) + probabilityOfImprovement([y], [x]);
        expect(sum).toBeCloseTo(1, 12);
      }),
    );
  });

  it('counts what lies strictly above each threshold', () => {
    expect(performanceProfile([0, 0.5, 0.5, 1], [-1, 0.5, 1])).toEqual([1, 0.25, 0]);
  });

  it('gives the score beyond the target no credit', () => {
    expect(optimalityGap([0, 0.5, 1, 3])).toBe(0.375);
  });
});

describe('learning curves', () => {
  const curve = [0, 10, 20, 40].map((step, index) => ({ step, value: [0, 2, 4, 4][index] as number }));

  it('integrates trapezoids and divides by the steps', () => {
    expect(areaUnderCurve(curve)).toBe((10 + 30 + 80) / 40);
    expect(areaUnderCurve([{ step: 7, value: 3 }])).toBe(3);
    expect(() => areaUnderCurve([...curve, { step: 40, value: 1 }])).toThrow(
      /must increase, got 40 after 40/,
    );
  });

  it('finds the first evaluation at the threshold, or none', () => {
    expect(stepsToThreshold(curve, 4)).toBe(20);
    expect(stepsToThreshold(curve, 4.1)).toBeUndefined();
  });
});

describe('bootstrap', () => {
  it('repeats itself for a seed and stays within the data', () => {
    fc.assert(
      fc.property(scores, fc.nat(), (runs, seed) => {
        const options = { seed, replicates: 50 };
        const { estimate, low, high } = bootstrapEstimate([runs], overRuns, options);
        expect(bootstrapEstimate([runs], overRuns, options)).toEqual({ estimate, low, high });
        expect(low).toBeGreaterThanOrEqual(Math.min(...runs));
        expect(high).toBeLessThanOrEqual(Math.max(...runs));
      }),
    );
  });

  it('agrees with the full enumeration for three runs', () => {
    // All 27 equally likely ordered resamples of 0, 1, 5.
    const runs = [0, 1, 5];
    const means = runs.flatMap((a) => runs.flatMap((b) => runs.map((c) => (a + b + c) / 3)));
    const { low, high } = bootstrapEstimate([runs], overRuns, { seed: 1, confidence: 0.8 });
    expect({ low, high }).toEqual(percentileInterval(means, 0.8));
  });

  it('keeps both arms of a seed together', () => {
    // Every seed differs by exactly 1, however far the seeds lie apart.
    const difference = pairedDifference([[11, 101, 1001]], [[10, 100, 1000]], {
      aggregate: overRuns,
      seed: 3,
    });
    expect(difference).toEqual({ estimate: 1, low: 1, high: 1 });
    expect(() => pairedDifference([[1]], [[1, 2]], { aggregate: overRuns, seed: 3 })).toThrow(
      /\[1\] and \[2\]/,
    );
  });

  it('bands a profile at the scores themselves', () => {
    // Of two runs 0 and 1 the share above 0 is 0, 1/2 or 1; of the task with two equal runs it stays.
    expect(profileWithBand([[0, 1]], { seed: 1 })).toEqual([
      { threshold: 0, estimate: 0.5, low: 0, high: 1 },
      { threshold: 1, estimate: 0, low: 0, high: 0 },
    ]);
    expect(
      profileWithBand(
        [
          [0, 0],
          [1, 1],
        ],
        { seed: 1 },
      )[0],
    ).toEqual({
      threshold: 0,
      estimate: 0.5,
      low: 0.5,
      high: 0.5,
    });
  });

  it('refuses empty tables and no replicates', () => {
    expect(() => bootstrapEstimate([[]], overRuns, { seed: 0 })).toThrow(RangeError);
    expect(() => bootstrapEstimate([[1]], overRuns, { seed: 0, replicates: 0 })).toThrow(/got 0/);
    expect(() => percentileInterval([1, 2], 1.01)).toThrow(/at most 1, got 1.01/);
    expect(() => percentileInterval([1, 2], 0)).toThrow(/above 0/);
  });
});

describe('few seeds', () => {
  it('counts resamples and the reach of a sign-flip test', () => {
    expect([3, 5, 10].map(distinctResamples)).toEqual([10, 126, 92_378]);
    expect([3, 5].map(smallestSignFlipProbability)).toEqual([0.25, 0.0625]);
  });
});

describe('hoyerSparsity', () => {
  it('is 0.6 for (3, 0, 0, 4), 0 for even entries and 1 for one alone', () => {
    expect(hoyerSparsity([3, 0, 0, 4])).toBeCloseTo(0.6, 12);
    expect(hoyerSparsity([-2, 2, 2, -2])).toBeCloseTo(0, 12);
    expect(hoyerSparsity([0, 0, -7])).toBeCloseTo(1, 12);
    expect(hoyerSparsity([0, 0])).toBe(0);
    expect(() => hoyerSparsity([1])).toThrow(RangeError);
  });
});
