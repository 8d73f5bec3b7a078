import { type BootstrapOptions, type Estimate, resampledEstimate } from './bootstrap.js';
import { mean } from './mean.js';
import type { ScoresByTask } from './scores.js';

/**
 * How likely a run of X beats a run of Y: the mean over tasks of the share of pairs with x > y, ties counting one
 * half (Agarwal et al. 2021, section 4.3). X = 1, 2, 3 against Y = 2, 2, 4 gives 1/3.
 *
 * @throws RangeError if the arms have different numbers of tasks, or a task has no run
 */
export function probabilityOfImprovement(x: ScoresByTask, y: ScoresByTask): number {
  if (x.length !== y.length) {
    throw new RangeError(
      `a probability of improvement needs the same tasks, got ${x.length} and ${y.length}`,
    );
  }
  return mean(x.map((runs, task) => shareOfWins(runs, y[task] as readonly number[])));
}

/** The probability of improvement with its interval; both arms are redrawn, each on its own. */
export function probabilityOfImprovementEstimate(
  x: ScoresByTask,
  y: ScoresByTask,
  options: BootstrapOptions,
): Estimate {
  return resampledEstimate(
    [x, y],
    ([redrawnX, redrawnY]) => probabilityOfImprovement(redrawnX as ScoresByTask, redrawnY as ScoresByTask),
    options,
  );
}

function shareOfWins(x: readonly number[], y: readonly number[]): number {
  let wins = 0;
  for (const first of x) {
    for (const second of y) wins += first > second ? 1 : first === second ? 0.5 : 0;
  }
  return wins / (x.length * y.length);
}
