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
