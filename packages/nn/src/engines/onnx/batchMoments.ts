// Batch normalisation in training: one node of ONNX computes mean, variance and the normalised map in three passes over
// the map, for which the moments written out and the normalisation behind them take eight.
import { isOperation } from '../../graph/graph.js';
import { sameShape, sizeOf } from '../../graph/shape.js';
import type { Operands, Value } from '../../graph/value.js';

/** A normalisation by the moments of its own batch. */
export interface NormalizedBatch {
  readonly normalized: Value<'batchNorm'>;
  readonly mean: Value;
  /** The biased one. */
  readonly variance: Value;
}

/** What was found among the values of a graph. */
export interface NormalizedBatches {
  /** By their mean, which is the first of their values in the order of evaluation. */
  readonly byMean: ReadonlyMap<Value, NormalizedBatch>;
  /** Values on the way to the moments, which nothing else needs. */
  readonly swallowed: ReadonlySet<Value>;
}

/** Finds the normalisations whose moments are written as `batchNorm` of the layers writes them. */
export function findNormalizedBatches(
  values: readonly Value[],
  isUsedOnlyBy: (value: Value, users: ReadonlySet<Value>) => boolean,
): NormalizedBatches {
  const places = new Map(values.map((value, place) => [value, place]));
  const placeOf = (value: Value | undefined): number => places.get(value as Value) as number;
  const byMean = new Map<Value, NormalizedBatch>();
  const swallowed = new Set<Value>();
  for (const value of values) {
    if (!isOperation(value, 'batchNorm')) continue;
    const [, scale, offset, mean, variance] = value.inputs as unknown as Operands['five'];
    const between = stepsToMoments(value);
    if (between === null || Math.max(placeOf(scale), placeOf(offset)) > placeOf(mean)) continue;
    const users = new Set([...between, mean, variance]);
    if (!between.every((step) => isUsedOnlyBy(step, users))) continue;
    byMean.set(mean, { normalized: value, mean, variance });
    for (const step of between) swallowed.add(step);
  }
  return { byMean, swallowed };
}

/** The values between the map and its moments; null if the statistics are something else. */
function stepsToMoments({ inputs, attributes }: Value<'batchNorm'>): Value[] | null {
  const [x, , , mean, variance] = inputs;
  if (attributes.statistics !== 'batch' || x === undefined) return null;
  const centre = channelMean(mean);
  const spread = channelMean(variance);
  const deviation = squared(spread?.of);
  const [map, subtracted] = deviation?.inputs ?? [];
  if (centre === null || spread === null || deviation === null) return null;
  const isOfMap = detached(centre.of) === x && detached(map) === x;
  const isAroundMean = subtracted?.operation === 'reshape' && subtracted.inputs[0] === mean;
  if (!isOfMap || !isAroundMean) return null;
  return [...centre.steps, ...spread.steps, spread.of, deviation, subtracted];
}

interface ChannelMean {
  readonly of: Value;
  readonly steps: readonly Value[];
}

/** A sum over everything but the channels, divided by their number. */
function channelMean(value: Value | undefined): ChannelMean | null {
  const [total, share] = value?.operation === 'mul' ? value.inputs : [];
  const sum = total?.inputs[0];
  const of = sum?.inputs[0];
  if (total?.operation !== 'reshape' || sum === undefined || of === undefined || share === undefined)
    return null;
  if (!isOperation(sum, 'reduceSum') || !isOperation(share, 'constant')) return null;
  const [, channels = 1] = of.shape;
  const isOverRest = sameShape(
    sum.shape,
    of.shape.map((size, axis) => (axis === 1 ? size : 1)),
  );
  const isShare = sizeOf(share.shape) === 1 && share.attributes.data[0] === channels / sizeOf(of.shape);
  return isOverRest && isShare ? { of, steps: [total, sum] } : null;
}

/** The difference whose square the value is. */
function squared(value: Value | undefined): Value<'sub'> | null {
  const [a, b] = value?.operation === 'mul' ? value.inputs : [];
  return a !== undefined && a === b && isOperation(a, 'sub') ? a : null;
}

function detached(value: Value | undefined): Value | undefined {
  return value?.operation === 'stopGradient' ? value.inputs[0] : value;
}
