// Learning rates over time: functions from the number of updates done so far to the learning rate of the next one.

/** A number for the update that comes after `step` others, such as its learning rate. */
export type Schedule = (step: number) => number;

/** The same learning rate forever. */
export function constantSchedule(learningRate: number): Schedule {
  return () => learningRate;
}

/**
 * A straight line from `initial` at step 0 to `final` at step `steps`, and `final` from then on.
 *
 * @throws RangeError if a rate is no finite number from 0 up or `steps` no integer from 1 up
 */
export function linearSchedule({
  initial,
  final,
  steps,
}: {
  readonly initial: number;
  readonly final: number;
  readonly steps: number;
}): Schedule {
  checkRates('linearSchedule', { initial, final });
  checkSteps('linearSchedule', { steps });
  return (step) => initial + (final - initial) * Math.min(1, step / steps);
}

/** Options of `cosineSchedule`. */
export interface CosineOptions {
  /** The highest learning rate, reached when the warm-up ends. */
  readonly peak: number;
  /** The learning rate from step `steps` on; 0 by default. */
  readonly final?: number;
  /** Updates in all, the warm-up included. */
  readonly steps: number;
  /** Updates of the warm-up: update k of n, counted from 1, has the rate peak * k / n; 0 by default. */
  readonly warmUpSteps?: number;
}

/**
 * Half a cosine wave from `peak` down to `final` (Loshchilov, Hutter 2017, without restarts), behind a linear warm-up.
 *
 * @throws RangeError if a rate is no finite number from 0 up, or the steps are no integers with warmUpSteps < steps
 */
export function cosineSchedule({ peak, final = 0, steps, warmUpSteps = 0 }: CosineOptions): Schedule {
  checkRates('cosineSchedule', { peak, final });
  checkSteps('cosineSchedule', { steps });
  if (!(Number.isSafeInteger(warmUpSteps) && warmUpSteps >= 0 && warmUpSteps < steps)) {
    throw new RangeError(
      `cosineSchedule: warmUpSteps must be an integer from 0 to ${steps - 1}, got ${warmUpSteps}`,
    );
  }
  return (step) => {
    if (step < warmUpSteps) return warmUp(peak, step, warmUpSteps);
    const progress = Math.min(1, (step - warmUpSteps) / (steps - warmUpSteps));
    return final + ((peak - final) * (1 + Math.cos(Math.PI * progress))) / 2;
  };
}

/** Options of `stepSchedule`. */
export interface StepScheduleOptions {
  /** The learning rate when the warm-up ends. */
  readonly initial: number;
  /** What the rate is multiplied by; 0.1 by default, as in PyTorch. */
  readonly factor?: number;
  /** Updates between two multiplications, the first of them counted from the end of the warm-up. */
  readonly every: number;
  /** Updates of the warm-up, as of `cosineSchedule`; 0 by default. */
  readonly warmUpSteps?: number;
}

/**
 * `initial`, multiplied by `factor` after every `every` updates, behind a linear warm-up.
 *
 * @throws RangeError if `initial` or `factor` is no finite number from 0 up, `every` no integer from 1 up or `warmUpSteps`
 *   none from 0 up
 */
export function stepSchedule({
  initial,
  factor = 0.1,
  every,
  warmUpSteps = 0,
}: StepScheduleOptions): Schedule {
  checkRates('stepSchedule', { initial, factor });
  checkSteps('stepSchedule', { every });
  if (!(Number.isSafeInteger(warmUpSteps) && warmUpSteps >= 0)) {
    throw new RangeError(`stepSchedule: warmUpSteps must be an integer from 0 up, got ${warmUpSteps}`);
  }
  return (step) =>
    step < warmUpSteps
      ? warmUp(initial, step, warmUpSteps)
      : initial * factor ** Math.floor((step - warmUpSteps) / every);
}

/** Update k of n, counted from 1, has the rate peak * k / n. */
function warmUp(peak: number, step: number, steps: number): number {
  return (peak * (step + 1)) / steps;
}

function checkRates(schedule: string, rates: Readonly<Record<string, number>>): void {
  for (const [name, rate] of Object.entries(rates)) {
    if (rate >= 0 && rate < Infinity) continue;
    throw new RangeError(`${schedule}: ${name} must be a finite number from 0 up, got ${rate}`);
  }
}

function checkSteps(schedule: string, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) {
    if (Number.isSafeInteger(count) && count >= 1) continue;
    throw new RangeError(`${schedule}: ${name} must be an integer from 1 up, got ${count}`);
  }
}
