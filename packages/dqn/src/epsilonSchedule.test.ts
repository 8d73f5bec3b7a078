import { describe, expect, it } from 'vitest';
import { epsilonAt } from './epsilonSchedule.js';

describe('epsilonAt', () => {
  const schedule = { start: 1, end: 0.2, duration: 100 };

  it.each([
    [0, 1],
    [25, 0.8],
    [50, 0.6],
    [100, 0.2],
    [1e6, 0.2],
  ])('at step %s is %s', (step, expected) => {
    expect(epsilonAt(schedule, step)).toBeCloseTo(expected, 15);
  });

  it('is the end value throughout when the fall takes no steps', () => {
    expect(epsilonAt({ start: 1, end: 0.1, duration: 0 }, 0)).toBe(0.1);
  });
});
