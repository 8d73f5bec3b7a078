// With few runs a percentile interval is too narrow, for two reasons that are known exactly for the mean of normal
// numbers: the spread of a sample is too small by sqrt((n - 1) / n), and its own uncertainty, which Student's t
// allows for, is left out. Asking for more replicates between the ends makes up for both.
import { erfc } from '@rectify/activations';

/** How many runs stand behind an interval. */
export interface SampleSize {
  /** Runs in the task that has the fewest; two or more. */
  readonly runsPerTask: number;
  /** Runs in all, less the number of tasks; one or more. */
  readonly degreesOfFreedom: number;
}

/**
 * The share of bootstrap replicates that an interval has to hold, so that it covers like Student's t interval: the expanded
 * percentile interval (Hesterberg 2015, section 5.3). 0.983 for ten runs of one task where 0.95 is wanted, 0.998 for five,
 * and for two all of them: the difference from 1 is smaller than the numbers tell apart.
 *
 * @param confidence - the coverage that is wanted, in (0, 1)
 */
export function expandedConfidence(
  confidence: number,
  { runsPerTask, degreesOfFreedom }: SampleSize,
): number {
  const spread = Math.sqrt(runsPerTask / (runsPerTask - 1));
  return 1 - erfc((spread * studentQuantile(confidence, degreesOfFreedom)) / Math.SQRT2);
}

/** Half of the width, in standard errors, of the interval around 0 that holds this share of Student's t. */
export function studentQuantile(share: number, degreesOfFreedom: number): number {
  let [low, high] = [0, 1];
  while (shareWithin(high, degreesOfFreedom) < share) high *= 2;
  for (let halvings = 0; halvings < 60; halvings++) {
    const middle = (low + high) / 2;
    if (shareWithin(middle, degreesOfFreedom) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(-t < T < t) of Student's t with a whole number of degrees of freedom (Abramowitz, Stegun 1964, 26.7.3 and 26.7.4). */
function shareWithin(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degreesOfFreedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let power = isOdd ? 3 : 2; power <= degreesOfFreedom - 2; power += 2) {
    term *= (cosine ** 2 * (power - 1)) / power;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
