import { describe, expect, it } from 'vitest';
import { combinedVerdict, seedsNeeded, type VerdictOptions, verdictOf } from './verdict.js';

describe('verdictOf', () => {
  const superior: VerdictOptions = { rule: 'superior', smallestEffect: 0.05 };

  it.each([
    ['above 0 and large enough', 0.08, [0.01, 0.15], 'supported'],
    ['above 0 and too small to matter, a relevant effect not excluded', 0.04, [0.01, 0.07], 'inconclusive'],
    ['above 0, a relevant effect excluded', 0.02, [0.01, 0.03], 'refuted'],
    ['around 0 and wide', 0.1, [-0.1, 0.3], 'inconclusive'],
    ['around 0 and narrow', 0, [-0.02, 0.02], 'refuted'],
    ['below 0', -0.2, [-0.3, -0.1], 'refuted'],
    ['with its low end at 0', 0.1, [0, 0.2], 'inconclusive'],
  ])('an effect %s', (_, estimate, [low = 0, high = 0], verdict) => {
    expect(verdictOf({ estimate, low, high }, superior)).toBe(verdict);
  });

  it.each([
    [[-0.04, 0.1], 'supported'],
    [[-0.06, 0.1], 'inconclusive'],
    [[-0.3, -0.06], 'refuted'],
  ])('"at least as good": %s', ([low = 0, high = 0], verdict) => {
    const options: VerdictOptions = { rule: 'notWorse', smallestEffect: 0.05 };
    expect(verdictOf({ estimate: (low + high) / 2, low, high }, options)).toBe(verdict);
  });

  it('"never" falls with one case and is never proved', () => {
    const never: VerdictOptions = { rule: 'never', smallestEffect: 0 };
    expect(verdictOf({ estimate: 1e-4, low: 0, high: 1e-3 }, never)).toBe('refuted');
    expect(verdictOf({ estimate: 0, low: 0, high: 0 }, never)).toBe('inconclusive');
  });

  it('decides nothing without a number', () => {
    const nothing = { estimate: Number.NaN, low: Number.NaN, high: Number.NaN };
    expect(verdictOf(nothing, superior)).toBe('inconclusive');
  });
});

describe('seedsNeeded', () => {
  it('grows with the square of the width', () => {
    expect(seedsNeeded({ estimate: 0, low: -0.1, high: 0.1 }, { seeds: 10, smallestEffect: 0.05 })).toBe(40);
  });

  it('is silent when there are enough, or no effect is too small', () => {
    const narrow = { estimate: 0, low: -0.01, high: 0.01 };
    expect(seedsNeeded(narrow, { seeds: 10, smallestEffect: 0.05 })).toBeUndefined();
    expect(seedsNeeded(narrow, { seeds: 10, smallestEffect: 0 })).toBeUndefined();
  });
});

describe('combinedVerdict', () => {
  it('needs every contrast that could change it', () => {
    expect(combinedVerdict(['supported', 'not tested'], 'all')).toBe('not tested');
    expect(combinedVerdict(['refuted', 'not tested'], 'all')).toBe('refuted');
    expect(combinedVerdict(['supported', 'not tested'], 'any')).toBe('supported');
    expect(combinedVerdict(['supported', 'not tested', 'supported'], 'majority')).toBe('supported');
    expect(combinedVerdict([], 'all')).toBe('not tested');
  });

  it.each([
    ['all', ['supported', 'supported'], 'supported'],
    ['all', ['supported', 'inconclusive'], 'inconclusive'],
    ['all', ['supported', 'refuted', 'inconclusive'], 'refuted'],
    ['any', ['refuted', 'supported'], 'supported'],
    ['any', ['refuted', 'inconclusive'], 'inconclusive'],
    ['any', ['refuted', 'refuted'], 'refuted'],
    ['majority', ['supported', 'supported', 'refuted'], 'supported'],
    ['majority', ['supported', 'refuted'], 'inconclusive'],
    ['majority', ['refuted', 'refuted', 'inconclusive'], 'refuted'],
  ] as const)('%s of %j: %s', (combination, verdicts, verdict) => {
    expect(combinedVerdict(verdicts, combination)).toBe(verdict);
  });
});
