// Which class is taken for which, and what is seen where nothing is.
import { type PairingThresholds, pairImages } from './pairing.js';
import type { DetectionProblem } from './problem.js';

/** How often each class was taken for each. */
export interface ConfusionMatrix extends PairingThresholds {
  /**
   * `counts[truth][prediction]`; the last row and column are the background: a detection where nothing is, a truth that
   * was not detected.
   */
  readonly counts: readonly (readonly number[])[];
}

/**
 * Counts pairs of truth and prediction, paired one to one: see `pairImages`.
 *
 * @example
 * ```ts
 * const { counts } = confusionMatrix(problem, { scoreThreshold: 0.3, iouThreshold: 0.5 });
 * const missed = counts[0]?.[problem.classCount]; // truths of the first class that were not found
 * ```
 */
export function confusionMatrix(problem: DetectionProblem, thresholds: PairingThresholds): ConfusionMatrix {
  const background = problem.classCount;
  const counts = Array.from({ length: background + 1 }, () => new Array<number>(background + 1).fill(0));
  const count = (truth: number, prediction: number): void => {
    const row = counts[truth] as number[];
    row[prediction] = (row[prediction] as number) + 1;
  };
  for (const { pairs, missed, unpaired } of pairImages(problem, thresholds)) {
    for (const { truth, detection } of pairs) count(truth.classIndex, detection.classIndex);
    for (const { classIndex } of missed) count(classIndex, background);
    for (const { classIndex } of unpaired) count(background, classIndex);
  }
  return { ...thresholds, counts };
}
