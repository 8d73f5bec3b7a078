import { mean } from './mean.js';

/**
 * The scores of one arm: a list of runs for each task, `scores[task][run]`.
 *
 * Tasks come first because they are the strata: runs are only ever redrawn within their task, and tasks may have
 * different numbers of runs. Where two arms are paired, position `run` is the same seed in both.
 */
export type ScoresByTask = readonly (readonly number[])[];

/** A number that sums up the scores of an arm over all its tasks. */
export type Aggregate = (scores: ScoresByTask) => number;

/** Applies a statistic to all runs of all tasks thrown together, as the interquartile mean is meant. */
export function pooled(statistic: (values: readonly number[]) => number): Aggregate {
  return (scores) => statistic(scores.length === 1 ? (scores[0] as readonly number[]) : scores.flat());
}

/** Applies a statistic to one mean per task, such as the median over tasks of the task means. */
export function ofTaskMeans(statistic: (values: readonly number[]) => number): Aggregate {
  return (scores) => statistic(scores.map(mean));
}
