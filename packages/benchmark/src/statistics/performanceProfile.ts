import { type BootstrapOptions, bootstrapEstimate, type Estimate } from './bootstrap.js';
import { pooled, type ScoresByTask } from './scores.js';

/**
 * The share of scores above each threshold, strictly (Agarwal et al. 2021, section 4.2; tau in the paper).
 *
 * @param scores - of all runs and tasks, or one mean score per task for the profile of task means
 * @returns one share from 0 to 1 per threshold
 * @throws RangeError if there is no score
 */
export function performanceProfile(scores: readonly number[], thresholds: readonly number[]): number[] {
  if (scores.length === 0) throw new RangeError('a performance profile needs at least one score, got none');
  return thresholds.map((threshold) => scores.filter((score) => score > threshold).length / scores.length);
}

/** The share of the runs above a threshold, with its interval. */
export interface ProfilePoint extends Estimate {
  readonly threshold: number;
}

/**
 * The performance profile of all runs of all tasks, with a pointwise stratified bootstrap interval (rliable's
 * `create_performance_profile`). It steps at the scores themselves, so that their own thresholds say all of it.
 *
 * @returns a point for each distinct score, ascending; the share of the last is 0
 * @throws RangeError if a task has no run
 */
export function profileWithBand(scores: ScoresByTask, options: BootstrapOptions): ProfilePoint[] {
  const thresholds = [...new Set(scores.flat())].sort((first, second) => first - second);
  return thresholds.map((threshold) => {
    const shareAbove = pooled((values) => performanceProfile(values, [threshold])[0] as number);
    return { threshold, ...bootstrapEstimate(scores, shareAbove, options) };
  });
}
