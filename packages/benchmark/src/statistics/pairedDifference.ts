import { type BootstrapOptions, bootstrapEstimate, type Estimate } from './bootstrap.js';
import type { Aggregate, ScoresByTask } from './scores.js';

/**
 * How much an arm's aggregate exceeds the baseline's, with the interval of a paired bootstrap: seeds are drawn,
 * and both arms of a drawn seed stay together, so that luck which the arms share cancels.
 *
 * @param arm - scores[task][run]; position `run` is the same seed in both arms
 * @param aggregate - computed for each arm; the estimate is aggregate(arm) - aggregate(baseline)
 * @throws RangeError if the arms don't have the same tasks and numbers of runs
 */
export function pairedDifference(
  arm: ScoresByTask,
  baseline: ScoresByTask,
  { aggregate, ...options }: BootstrapOptions & { readonly aggregate: Aggregate },
): Estimate {
  const runs = (scores: ScoresByTask): string => scores.map((task) => task.length).join(', ');
  if (runs(arm) !== runs(baseline)) {
    throw new RangeError(
      `a paired difference needs the same runs in both arms, got [${runs(arm)}] and [${runs(baseline)}]`,
    );
  }
  // Positions are redrawn once and looked up in both arms.
  const positions = arm.map((task) => task.map((_, position) => position));
  const pick = (scores: ScoresByTask, drawn: ScoresByTask): ScoresByTask =>
    drawn.map((task, index) => task.map((position) => scores[index]?.[position] as number));
  return bootstrapEstimate(
    positions,
    (drawn) => aggregate(pick(arm, drawn)) - aggregate(pick(baseline, drawn)),
    options,
  );
}
