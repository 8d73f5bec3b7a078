// Which units of a layer still respond, and how: from the sums over a probe to shares and moments.
import { effectiveRank, singularValues, srank } from './featureRank.js';
import type { BatchSums } from './measurements.js';

/** The state of the units of one layer on a probe. A unit is a channel where the layer makes maps; shares are in [0, 1]. */
export interface UnitHealth {
  readonly layer: string;
  readonly units: number;
  /** Share of units whose pre-activation is positive for no input of the probe. */
  readonly deadShare: number;
  /** Share of units whose mean |output| is at most `DORMANCY_TAU` times the layer's (Sokar et al. 2023). */
  readonly dormantShare: number;
  /** Share of pre-activations that are positive. */
  readonly positiveShare: number;
  /** Share of outputs within `SATURATION_MARGIN` of a bound of their range; null for activations other than sigmoid and tanh. */
  readonly saturatedShare: number | null;
  /** Mean of the outputs: 0 if they are centred. */
  readonly outputMean: number;
  /** Variance of the outputs, over units and inputs, biased. */
  readonly outputVariance: number;
  /** Directions that the outputs use, see `effectiveRank`. */
  readonly effectiveRank: number;
  /** Directions that hold 99 % of the outputs, see `srank`. */
  readonly srank: number;
  /** Euclidean norm of the gradient of the loss with respect to the pre-activations; null without a loss. */
  readonly gradientNorm: number | null;
  /** Share of units whose mean |gradient| is at most `WEAK_GRADIENT` times the layer's; null without a loss. */
  readonly weakGradientShare: number | null;
}

/** The same by unit, `U` of them. */
export interface UnitMeasurements {
  /** [U]; 0 for a dead unit, 1 for one that is linear on the probe. */
  readonly positiveShare: Float64Array;
  /** Mean |output| divided by the layer's mean of it, [U]; its mean is 1, or 0 in a layer that is silent throughout. */
  readonly dormancyScore: Float64Array;
  /** [U]; null for activations other than sigmoid and tanh. */
  readonly saturatedShare: Float64Array | null;
  /** [U] */
  readonly outputMean: Float64Array;
  /** [U] */
  readonly outputVariance: Float64Array;
  /** Norm over the inputs of the probe, [U]; null without a loss. Exactly 0: the probe teaches the unit nothing. */
  readonly gradientNorm: Float64Array | null;
}

/** Threshold of dormancy in Sokar et al. 2023. */
export const DORMANCY_TAU = 0.025;

/** A unit with at most this share of its layer's mean |gradient| has a weak one. A convention of this project. */
export const WEAK_GRADIENT = 0.01;

/** What a probe says about one layer, as a whole and by unit. */
export interface LayerMeasurements {
  readonly health: UnitHealth;
  readonly perUnit: UnitMeasurements;
}

type Sums = readonly BatchSums<ArrayLike<number>>[];

/**
 * The measurements of one layer from the sums of equally large batches.
 *
 * @param entries - entries of one unit in a batch
 */
export function judgeLayer(layer: string, sums: Sums, entries: number): LayerMeasurements {
  const perUnit = measurementsOf(sums, entries);
  const { positiveShare, dormancyScore, saturatedShare, outputMean, outputVariance, gradientNorm } = perUnit;
  const features = sums.map((batch) => batch.features);
  const sigmas = singularValues(features, outputMean.length);
  const centre = meanOf(outputMean);
  const gradientActivity = totalIfAny(sums.map((batch) => batch.gradientActivity));
  return {
    perUnit,
    health: {
      layer,
      units: positiveShare.length,
      deadShare: shareOf(positiveShare, (share) => share === 0),
      dormantShare: shareOf(dormancyScore, (score) => score <= DORMANCY_TAU),
      positiveShare: meanOf(positiveShare),
      saturatedShare: saturatedShare && meanOf(saturatedShare),
      outputMean: centre,
      // Within the units and between them.
      outputVariance: meanOf(outputVariance) + meanOf(outputMean.map((mean) => (mean - centre) ** 2)),
      effectiveRank: effectiveRank(sigmas),
      srank: srank(sigmas),
      gradientNorm: gradientNorm && Math.hypot(...gradientNorm),
      weakGradientShare:
        gradientActivity && shareOf(relativeToMean(gradientActivity), (share) => share <= WEAK_GRADIENT),
    },
  };
}

function measurementsOf(sums: Sums, entries: number): UnitMeasurements {
  const count = entries * sums.length;
  const shares = (counts: Float64Array): Float64Array => counts.map((entry) => entry / count);
  const saturated = totalIfAny(sums.map((batch) => batch.saturated));
  const squaredGradient = totalIfAny(sums.map((batch) => batch.squaredGradient));
  const outputMean = total(sums.map(({ mean }) => mean)).map((sum) => sum / sums.length);
  const betweenBatches = total(
    sums.map(({ mean }) => outputMean.map((whole, unit) => ((mean[unit] as number) - whole) ** 2)),
  );
  const withinBatches = total(sums.map(({ squaredDeviation }) => squaredDeviation));
  return {
    positiveShare: shares(total(sums.map(({ positive }) => positive))),
    dormancyScore: relativeToMean(total(sums.map(({ activity }) => activity))),
    saturatedShare: saturated && shares(saturated),
    outputMean,
    outputVariance: withinBatches.map(
      (squares, unit) => squares / count + (betweenBatches[unit] as number) / sums.length,
    ),
    // The loss of the probe is the mean of its batches' losses, which divides their gradients by their number.
    gradientNorm: squaredGradient?.map((squares) => Math.sqrt(squares) / sums.length) ?? null,
  };
}

function total(vectors: readonly ArrayLike<number>[]): Float64Array {
  const sum = Float64Array.from(vectors[0] ?? []);
  for (const vector of vectors.slice(1)) {
    for (let index = 0; index < sum.length; index++)
      sum[index] = (sum[index] as number) + (vector[index] as number);
  }
  return sum;
}

function totalIfAny(vectors: readonly (ArrayLike<number> | undefined)[]): Float64Array | null {
  const present = vectors.filter((vector) => vector !== undefined);
  return present.length === 0 ? null : total(present);
}

/** Each value divided by their mean; zeros if all are zero. */
function relativeToMean(values: Float64Array): Float64Array {
  const mean = meanOf(values);
  return mean === 0 ? values : values.map((value) => value / mean);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shareOf(values: Float64Array, holds: (value: number) => boolean): number {
  return values.filter(holds).length / values.length;
}
