import { mean } from './mean.js';

/**
 * How far scores fall short of a target score of 1: 1 - mean(min(score, 1)) (Agarwal et al. 2021, section 4.3).
 *
 * What goes beyond the target in one run doesn't make up for what is missing in another.
 *
 * @param normalisedScores - 1 is the reference performance
 * @throws RangeError if there is no score
 */
export function optimalityGap(normalisedScores: readonly number[]): number {
  return 1 - mean(normalisedScores.map((score) => Math.min(score, 1)));
}
