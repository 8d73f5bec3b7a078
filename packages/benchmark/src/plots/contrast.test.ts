import { describe, expect, it } from 'vitest';
import { arms } from '../claims/arms.js';
import type { ContrastOutcome } from '../contrasts/contrast.js';
import { contrastDomain, plotContrast } from './contrast.js';

const outcome = {
  contrast: {
    name: 'relu',
    study: 'slopes',
    metric: 'accuracy',
    terms: [{ weight: 1, arms: [arms.relu] }],
    rule: 'notWorse',
    smallestEffect: 0.5,
  },
  estimate: 0.2,
  low: 0.1,
  high: 0.4,
  seeds: 10,
  verdict: 'supported',
  seedsNeeded: undefined,
} as const satisfies ContrastOutcome;

const never = { ...outcome, contrast: { ...outcome.contrast, rule: 'never' as const, smallestEffect: 0 } };

describe('contrastDomain', () => {
  it('holds the interval, 0 and the bound', () => {
    const [low, high] = contrastDomain([outcome]);
    expect(low).toBeCloseTo(-0.5 - 0.06 * 0.9, 10);
    expect(high).toBeCloseTo(0.4 + 0.06 * 0.9, 10);
  });

  it('has a width where everything is 0', () => {
    expect(contrastDomain([{ ...never, estimate: 0, low: 0, high: 0 }])).toEqual([-0.5, 0.5]);
  });
});

describe('plotContrast', () => {
  it('marks the bound by its name, unless there is none', async () => {
    expect(await plotContrast(outcome)).toContain('>−m<');
    const svg = await plotContrast(never);
    expect(svg).not.toMatch(/>−?m</);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('has a title only if it is given one', async () => {
    expect(await plotContrast(outcome)).not.toContain('role-title');
    expect(await plotContrast(outcome, { title: 'C1: relu' })).toContain('>C1: relu<');
  });
});
