/** The probability of a random action, falling linearly and then staying (Mnih et al. 2015, Methods). */
export interface EpsilonSchedule {
  /** Epsilon at step 0. */
  readonly start: number;
  /** Epsilon from step `duration` on. */
  readonly end: number;
  /** Environment steps that the fall takes; 0 means `end` from the beginning. */
  readonly duration: number;
}

/** Epsilon at an environment step, counted from 0: start + (end - start) * min(1, step / duration). */
export function epsilonAt({ start, end, duration }: EpsilonSchedule, step: number): number {
  return step >= duration ? end : start + (end - start) * (step / duration);
}

/**
 * Checks a schedule that a user wrote.
 *
 * @throws RangeError unless both probabilities lie in [0, 1] and `duration` is an integer from 0 up
 */
export function requireEpsilonSchedule({ start, end, duration }: EpsilonSchedule): void {
  for (const [name, value] of Object.entries({ start, end })) {
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`epsilon: ${name} must be a probability from 0 to 1, got ${value}`);
    }
  }
  if (!Number.isSafeInteger(duration) || duration < 0) {
    throw new RangeError(`epsilon: duration must be an integer number of steps from 0 up, got ${duration}`);
  }
}
