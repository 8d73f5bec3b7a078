import { describe, expect, it } from 'vitest';
import { constantSchedule, cosineSchedule, linearSchedule, stepSchedule } from './schedules.js';

const valuesOf = (schedule: (step: number) => number, steps: readonly number[]): number[] =>
  steps.map(schedule);

describe('schedules', () => {
  it('constant stays', () => {
    expect(valuesOf(constantSchedule(0.3), [0, 1, 1e9])).toEqual([0.3, 0.3, 0.3]);
  });

  it('linear reaches its end and stays', () => {
    const schedule = linearSchedule({ initial: 1, final: 0.5, steps: 4 });
    expect(valuesOf(schedule, [0, 1, 2, 3, 4, 5])).toEqual([1, 0.875, 0.75, 0.625, 0.5, 0.5]);
  });

  it('step multiplies after each stretch', () => {
    const schedule = stepSchedule({ initial: 8, factor: 0.5, every: 3 });
    expect(valuesOf(schedule, [0, 2, 3, 5, 6, 9])).toEqual([8, 8, 4, 4, 2, 1]);
  });

  // Half a cosine wave at its quarters: (1 + cos(k pi / 4)) / 2.
  it('cosine falls from its peak to its end', () => {
    const schedule = cosineSchedule({ peak: 3, final: 1, steps: 4 });
    const quarter = Math.SQRT1_2;
    const expected = [3, 2 + quarter, 2, 2 - quarter, 1, 1];
    expect(valuesOf(schedule, [0, 1, 2, 3, 4, 9])).toEqual(
      expected.map((value) => expect.closeTo(value, 12)),
    );
  });

  it('cosine warms up along a line, the first update included', () => {
    const schedule = cosineSchedule({ peak: 1, steps: 8, warmUpSteps: 4 });
    expect(valuesOf(schedule, [0, 1, 2, 3, 4])).toEqual([0.25, 0.5, 0.75, 1, 1]);
    expect(schedule(6)).toBeCloseTo(0.5, 12);
    expect(schedule(8)).toBe(0);
  });

  it('steps warm up first, and count from the end of the warm-up', () => {
    const schedule = stepSchedule({ initial: 1, factor: 0.5, every: 2, warmUpSteps: 4 });
    expect(valuesOf(schedule, [0, 1, 3, 4, 5, 6, 7, 8])).toEqual([0.25, 0.5, 1, 1, 1, 0.5, 0.5, 0.25]);
  });

  it.each([
    [
      () => stepSchedule({ initial: 1, every: 1, warmUpSteps: -1 }),
      'stepSchedule: warmUpSteps must be an integer from 0 up, got -1',
    ],
    [
      () => linearSchedule({ initial: -1, final: 0, steps: 1 }),
      'linearSchedule: initial must be a finite number from 0 up, got -1',
    ],
    [
      () => linearSchedule({ initial: 1, final: 0, steps: 0 }),
      'linearSchedule: steps must be an integer from 1 up, got 0',
    ],
    [
      () => cosineSchedule({ peak: 1, steps: 2.5 }),
      'cosineSchedule: steps must be an integer from 1 up, got 2.5',
    ],
    [
      () => cosineSchedule({ peak: 1, steps: 4, warmUpSteps: 4 }),
      'cosineSchedule: warmUpSteps must be an integer from 0 to 3, got 4',
    ],
    [
      () => stepSchedule({ initial: 1, factor: Number.NaN, every: 1 }),
      'stepSchedule: factor must be a finite number from 0 up, got NaN',
    ],
  ])('refuse bad options: %o', (build, message) => {
    expect(build).toThrow(new RangeError(message));
  });
});
