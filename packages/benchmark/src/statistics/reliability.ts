// How reliably one run learns, from the scores R_1, ..., R_K of its evaluations (Chan et al. 2020).
import { conditionalValueAtRisk } from './conditionalValueAtRisk.js';
import { drawdown } from './drawdown.js';
import { interquartileRange } from './interquartileRange.js';
import type { CurvePoint } from './learningCurve.js';
import { mean } from './mean.js';

/** Size of a tail within a run. */
const alpha = 0.05;

/**
 * Interquartile range of the changes per step within a window, averaged over windows; the lower the better. 0, 3, 1, 4, 2
 * at unit steps change by 3, -2, 3, -2: 5.
 *
 * @param window - changes in a window; default all of them, in one window
 * @throws RangeError if there are fewer than two evaluations or the window holds fewer than two changes
 */
export function dispersionAcrossTime(
  curve: readonly CurvePoint[],
  { window }: { readonly window?: number } = {},
): number {
  const changes = changesOf(curve);
  const size = Math.min(window ?? changes.length, changes.length);
  if (size < 2 && window !== undefined) {
    throw new RangeError(`dispersion across time: a window needs two changes or more, got ${size}`);
  }
  const windows = Array.from({ length: changes.length - size + 1 }, (_, start) =>
    interquartileRange(changes.slice(start, start + size)),
  );
  return mean(windows);
}

/**
 * The mean of the worst changes per step, those up to the 5 % quantile; the higher the better.
 *
 * @throws RangeError if there are fewer than two evaluations
 */
export function shortTermRisk(curve: readonly CurvePoint[]): number {
  return conditionalValueAtRisk(changesOf(curve), { alpha, tail: 'lower' });
}

/**
 * The mean of the deepest falls below the best score so far, those from the 95 % quantile up; the lower the better. The
 * published library takes the lower tail of the drawdown, which averages the mildest moments.
 *
 * @throws RangeError if there is no evaluation
 */
export function longTermRisk(curve: readonly CurvePoint[]): number {
  return conditionalValueAtRisk(drawdown(curve.map(({ value }) => value)), { alpha, tail: 'upper' });
}

function changesOf(curve: readonly CurvePoint[]): number[] {
  if (curve.length < 2) throw new RangeError(`a change needs two evaluations, got ${curve.length}`);
  return curve.slice(1).map(({ step, value }, index) => {
    const before = curve[index] as CurvePoint;
    return (value - before.value) / (step - before.step);
  });
}
