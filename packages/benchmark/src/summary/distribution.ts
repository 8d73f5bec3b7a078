import { type BootstrapOptions, bootstrapEstimate, type Estimate } from '../statistics/bootstrap.js';
import { interquartileMean } from '../statistics/interquartileMean.js';
import { mean } from '../statistics/mean.js';
import { pooled } from '../statistics/scores.js';
import { standardDeviation } from '../statistics/standardDeviation.js';

/** A value and the training seed that it came from. */
export interface SeedValue {
  readonly seed: number;
  readonly value: number;
}

/** How a metric is distributed over the seeds of an arm. */
export interface Distribution {
  /** Number of seeds that everything here rests on. */
  readonly n: number;
  readonly values: readonly SeedValue[];
  /** With its stratified bootstrap interval. */
  readonly interquartileMean: Estimate;
  readonly mean: number;
  /** Of the sample (n - 1); null for one seed. */
  readonly standardDeviation: number | null;
  readonly minimum: SeedValue;
  readonly maximum: SeedValue;
}

/** The interquartile mean over runs: what stands for an arm wherever one number has to. */
export const centerOfRuns = pooled(interquartileMean);

/** Sums up one value per seed. */
export function distributionOf(values: readonly SeedValue[], options: BootstrapOptions): Distribution {
  const numbers = values.map(({ value }) => value);
  const ascending = values.toSorted((first, second) => first.value - second.value);
  const spread = standardDeviation(numbers);
  return {
    n: values.length,
    values,
    interquartileMean: bootstrapEstimate([numbers], centerOfRuns, options),
    mean: mean(numbers),
    standardDeviation: Number.isNaN(spread) ? null : spread,
    minimum: ascending[0] as SeedValue,
    maximum: ascending.at(-1) as SeedValue,
  };
}
