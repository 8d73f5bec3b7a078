import { constantSchedule, type Schedule } from './schedules.js';

/**
 * A learning rate as a schedule whose every value is checked.
 *
 * @throws RangeError if the number, or later a value of the schedule, is no finite number from 0 up
 */
export function checkedLearningRate(optimizer: string, learningRate: number | Schedule): Schedule {
  if (typeof learningRate === 'number') {
    checkNotNegative(optimizer, { learningRate });
    return constantSchedule(learningRate);
  }
  return (step) => {
    const rate = learningRate(step);
    // Asked at every update, where making the name for an error would cost more than the question.
    if (!isNotNegative(rate)) checkNotNegative(optimizer, { [`learningRate at step ${step}`]: rate });
    return rate;
  };
}

/**
 * Checks options that are sizes: strengths, rates, epsilons.
 *
 * @throws RangeError naming the first option that is no finite number from 0 up
 */
export function checkNotNegative(optimizer: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (isNotNegative(value)) continue;
    throw new RangeError(`${optimizer}: ${option} must be a finite number from 0 up, got ${value}`);
  }
}

function isNotNegative(value: number): boolean {
  return value >= 0 && value < Infinity;
}

/**
 * Checks options that are decay rates of a running sum or mean; at 1 it would never forget.
 *
 * @throws RangeError naming the first option outside [0, 1)
 */
export function checkBelowOne(optimizer: string, options: Readonly<Record<string, number>>): void {
  for (const [option, value] of Object.entries(options)) {
    if (value >= 0 && value < 1) continue;
    throw new RangeError(`${optimizer}: ${option} must be from 0 up and below 1, got ${value}`);
  }
}
