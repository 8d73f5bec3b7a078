import type { BootstrapOptions, Estimate } from '../statistics/bootstrap.js';
import { smallestSignFlipProbability } from '../statistics/fewSeeds.js';
import { pairedDifference } from '../statistics/pairedDifference.js';
import { probabilityOfImprovementEstimate } from '../statistics/probabilityOfImprovement.js';
import { centerOfRuns, type Distribution, type SeedValue } from './distribution.js';

/** An arm's scores against the baseline's on the seeds that both have. */
export interface Comparison {
  /** Number of seeds that both arms have. */
  readonly n: number;
  /** Arm minus baseline, seed by seed. */
  readonly differences: readonly SeedValue[];
  /** Difference of the interquartile means, with the interval of a paired bootstrap. */
  readonly difference: Estimate;
  /** How likely a run of the arm beats a run of the baseline. */
  readonly probabilityOfImprovement: Estimate;
  /** Whether the runs tell the arms apart; see `compare`. */
  readonly verdict: 'higher' | 'lower' | 'not separated';
}

/**
 * Compares an arm with the baseline, paired by seed.
 *
 * They count as separated if the interval of the difference lies on one side of 0 and the seeds are enough for an
 * exact sign-flip test to reach p < 0.05, that is six or more. Below that, equal arms would too often look apart.
 * Not adjusted for the number of comparisons.
 *
 * @returns undefined if the arms share no seed
 */
export function compare(
  arm: Distribution,
  baseline: Distribution,
  options: BootstrapOptions,
): Comparison | undefined {
  const pairs = arm.values.flatMap(({ seed, value }) => {
    const other = baseline.values.find((candidate) => candidate.seed === seed);
    return other ? [{ seed, arm: value, baseline: other.value }] : [];
  });
  if (pairs.length === 0) return undefined;
  const scores = [pairs.map((pair) => pair.arm)];
  const baselineScores = [pairs.map((pair) => pair.baseline)];
  const difference = pairedDifference(scores, baselineScores, { ...options, aggregate: centerOfRuns });
  return {
    n: pairs.length,
    differences: pairs.map((pair) => ({ seed: pair.seed, value: pair.arm - pair.baseline })),
    difference,
    probabilityOfImprovement: probabilityOfImprovementEstimate(scores, baselineScores, options),
    verdict: verdictOf(difference, pairs.length),
  };
}

function verdictOf({ low, high }: Estimate, seeds: number): Comparison['verdict'] {
  if (smallestSignFlipProbability(seeds) >= 0.05) return 'not separated';
  if (low > 0) return 'higher';
  return high < 0 ? 'lower' : 'not separated';
}
