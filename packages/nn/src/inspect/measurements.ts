// What the program of an inspection computes for one layer: sums over a batch, one per unit.
import type { Activation } from '@rectify/activations';
import { abs, square, sub } from '../graph/arithmetic.js';
import { greater, toFloat } from '../graph/choice.js';
import { channelSum, perChannel } from '../graph/maps.js';
import { reshape, slice, transpose } from '../graph/movement.js';
import { reduceMean } from '../graph/reductions.js';
import { sizeOf } from '../graph/shape.js';
import type { Value } from '../graph/value.js';
import type { ActivationSite } from '../layers/layer.js';

/**
 * Distance from a bound of its range within which the output of a sigmoid or tanh counts as saturated: sigmoid outside
 * [0.01, 0.99], tanh outside [-0.99, 0.99]. A convention without a paper behind it; the slope there is at most 0.01
 * for the sigmoid, a twenty-fifth of its largest, and 0.02 for tanh, a fiftieth.
 */
export const SATURATION_MARGIN = 0.01;

/** The ranges of the activations that saturate on both sides. */
const RANGES: { readonly [Kind in Activation['kind']]?: readonly [low: number, high: number] } = {
  sigmoid: [0, 1],
  tanh: [-1, 1],
};

/** Whether units of this kind can saturate. */
export function saturates({ kind }: Activation): boolean {
  return RANGES[kind] !== undefined;
}

/**
 * Rows and columns of a map whose positions enter the feature matrix, evenly spaced: a matrix of every position would
 * cost more than the network. 64 pictures give 1,024 samples.
 */
const SAMPLED_POSITIONS = 4;

/**
 * The sums of one batch, for `U` units or channels with pre-activation z and output h.
 */
export interface BatchSums<Tensor> {
  /** Entries with z > 0, [U]. */
  readonly positive: Tensor;
  /** Sum of |h|, [U]. */
  readonly activity: Tensor;
  /** Mean of h, [U]. */
  readonly mean: Tensor;
  /** Sum of squared deviations of h from that mean, [U]: squares of h itself would lose the digits that count. */
  readonly squaredDeviation: Tensor;
  /** Samples of h, [samples, U]. */
  readonly features: Tensor;
  /** Entries of h close to a bound of its range, [U]. Absent for activations without. */
  readonly saturated?: Tensor;
  /** Sum of squares of dLoss/dz, [U]. Absent without a loss, as the next one. */
  readonly squaredGradient?: Tensor;
  /** Sum of |dLoss/dz|, [U]. */
  readonly gradientActivity?: Tensor;
}

/**
 * Measures one layer.
 *
 * @param gradient - of the loss with respect to the pre-activation; null without a loss
 */
export function measure(site: ActivationSite, gradient: Value | null): BatchSums<Value> {
  const { activation, preActivation, output } = site;
  const mean = reduceMean(output, { axes: output.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])) });
  const range = RANGES[activation.kind];
  return {
    positive: channelSum(toFloat(greater(preActivation, 0))),
    activity: channelSum(abs(output)),
    mean,
    squaredDeviation: channelSum(square(sub(output, perChannel(mean, output.shape)))),
    features: featureRows(output),
    ...(range && { saturated: channelSum(toFloat(isSaturated(output, range))) }),
    ...(gradient && {
      squaredGradient: channelSum(square(gradient)),
      gradientActivity: channelSum(abs(gradient)),
    }),
  };
}

function isSaturated(output: Value, [low, high]: readonly [number, number]): Value {
  return greater(abs(sub(output, (low + high) / 2)), (high - low) / 2 - SATURATION_MARGIN);
}

/** [B, U, ...] as samples [B * positions, U], of evenly spaced positions. */
function featureRows(output: Value): Value {
  if (output.shape.length === 2) return output;
  const sampled = slice(
    output,
    output.shape.map((size, axis) => ({
      start: 0,
      end: size,
      step: axis < 2 ? 1 : Math.ceil(size / SAMPLED_POSITIONS),
    })),
  );
  const [batch = 1, features = 1, ...positions] = sampled.shape;
  const featuresLast = transpose(sampled, [0, ...positions.map((_, index) => index + 2), 1]);
  return reshape(featuresLast, [batch * sizeOf(positions), features]);
}
