// Stratified bootstrap (Efron 1979; over runs within tasks as in Agarwal et al. 2021, section 4.1): for every
// task its runs are drawn again with replacement, the aggregate is computed anew, and the middle 95 % of many
// such replicates is the interval.
import { type RandomStream, randomStream } from '@rectify/nn/random';
import { quantileOfAscending } from './quantile.js';
import type { Aggregate, ScoresByTask } from './scores.js';

/** For each task the positions of the drawn runs, as many as the task has. */
export type Resample = readonly (readonly number[])[];

/** The two ends of an interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** An aggregate of the data at hand, with the interval that says how far other seeds might have moved it. */
export interface Estimate extends Interval {
  readonly estimate: number;
}

/** How replicates are drawn and cut. */
export interface BootstrapOptions {
  /** Seed of the resampling, from 0 up; the same seed gives the same interval. */
  readonly seed: number;
  /** Number of replicates; default 10,000. */
  readonly replicates?: number;
  /** Share of the replicates that the interval covers; default 0.95. */
  readonly confidence?: number;
}

/** Draws runs with replacement, each task on its own. */
export function drawResample(scores: ScoresByTask, stream: RandomStream): Resample {
  return scores.map((runs) => runs.map(() => stream.integer(runs.length)));
}

/** The scores that a resample picks: `scores[task][resample[task][k]]`. */
export function applyResample(scores: ScoresByTask, resample: Resample): ScoresByTask {
  return scores.map((runs, task) =>
    (resample[task] as readonly number[]).map((position) => runs[position] as number),
  );
}

/**
 * The range of the middle replicates, by linear interpolation.
 *
 * @param confidence - share between the ends, above 0; 1 gives the range of all; default 0.95, so the 2.5 % and 97.5 %
 *   quantiles
 */
export function percentileInterval(replicates: ArrayLike<number>, confidence = 0.95): Interval {
  if (!(confidence > 0 && confidence <= 1)) {
    throw new RangeError(`confidence must be above 0 and at most 1, got ${confidence}`);
  }
  const sorted = Float64Array.from(replicates).sort();
  const tail = (1 - confidence) / 2;
  return { low: quantileOfAscending(sorted, tail), high: quantileOfAscending(sorted, 1 - tail) };
}

/**
 * An aggregate with its stratified bootstrap interval. It never leaves the range of the data, and with few runs
 * it is coarse: three runs have only ten distinct resamples.
 *
 * @throws RangeError if a task has no run or fewer than one replicate is asked for
 */
export function bootstrapEstimate(
  scores: ScoresByTask,
  aggregate: Aggregate,
  options: BootstrapOptions,
): Estimate {
  return resampledEstimate([scores], ([redrawn]) => aggregate(redrawn as ScoresByTask), options);
}

/**
 * The general form: several tables of scores, each redrawn on its own, and a statistic of all of them.
 *
 * @throws RangeError if a task has no run or fewer than one replicate is asked for
 */
export function resampledEstimate(
  tables: readonly ScoresByTask[],
  statistic: (redrawn: readonly ScoresByTask[]) => number,
  { seed, replicates = 10_000, confidence = 0.95 }: BootstrapOptions,
): Estimate {
  if (!Number.isInteger(replicates) || replicates < 1) {
    throw new RangeError(`replicates must be an integer from 1 up, got ${replicates}`);
  }
  if (tables.some((scores) => scores.length === 0 || scores.some((runs) => runs.length === 0))) {
    throw new RangeError('a bootstrap needs at least one task and one run of each task');
  }
  const stream = randomStream(seed).split('bootstrap');
  const redraw = (): number =>
    statistic(tables.map((scores) => applyResample(scores, drawResample(scores, stream))));
  const values = Float64Array.from({ length: replicates }, redraw);
  return { estimate: statistic(tables), ...percentileInterval(values, confidence) };
}
