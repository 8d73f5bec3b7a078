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
