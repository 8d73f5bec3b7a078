import { mean } from './mean.js';

/** Beyond this many pairs the flips are too many to try all. */
const mostPairs = 20;

/**
 * The exact two-sided p of paired differences under the hypothesis that each is as likely with either sign: the share of
 * the 2^n flips whose mean is at least as far from 0 (Fisher 1935). 2 / 2^n at the least.
 *
 * @throws RangeError if there is no difference, or more than 20
 */
export function signFlipProbability(differences: readonly number[]): number {
  const count = differences.length;
  if (count === 0 || count > mostPairs) {
    throw new RangeError(`sign-flip test: differences must be 1 to ${mostPairs}, got ${count}`);
  }
  const observed = Math.abs(mean(differences)) * count;
  // Rounding must not turn a tie into less.
  const bound = observed * (1 - 1e-12);
  let extreme = 0;
  for (let flips = 0; flips < 2 ** count; flips++) {
    const sum = differences.reduce((total, value, pair) => total + ((flips >> pair) & 1 ? -value : value), 0);
    if (Math.abs(sum) >= bound) extreme++;
  }
  return extreme / 2 ** count;
}
