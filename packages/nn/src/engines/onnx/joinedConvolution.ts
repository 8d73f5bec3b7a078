// A convolution takes over what is done to its map channel by channel, which spares passes over the map: batch
// normalisation by known moments becomes part of its weights, a rectifier is applied while the map is written. The weights
// of a program are variables, so that they are folded in every run; filters are small beside maps.
import { isOperation } from '../../graph/graph.js';
import type { Shape } from '../../graph/shape.js';
import type { Operands, Value } from '../../graph/value.js';
import type { BiasedProduct } from './biasedProduct.js';
import { emitConvolution } from './convolutionLowerings.js';
import { float, type GraphWriter } from './graphWriter.js';
import { isRectifier, type Rectifier } from './rectifierNodes.js';

/** A convolution and what follows it, in this order. */
export interface JoinedConvolution {
  readonly convolution: Value<'conv2d'>;
  /** [F] */
  readonly bias: Value | null;
  readonly normalization: Value<'batchNorm'> | null;
  readonly rectifier: Rectifier | null;
  /** Values that only exist inside. */
  readonly swallowed: readonly Value[];
}

/** How the values of a graph hang together. */
export interface Neighbours {
  /** Whether a value is needed once, and is no result. */
  readonly hasOneUser: (value: Value) => boolean;
  /** Additions that are the bias of a convolution. */
  readonly biased: ReadonlyMap<Value, BiasedProduct>;
}

/** The convolution that takes over all that is done up to this value; null if there is none, or only a bias to take over. */
export function joinedConvolution(
  value: Value,
  { hasOneUser, biased }: Neighbours,
): JoinedConvolution | null {
  const swallowed: Value[] = [];
  const before = ({ inputs: [input] }: Value): Value | null => {
    if (input === undefined || !hasOneUser(input)) return null;
    swallowed.push(input);
    return input;
  };
  const rectifier = isRectifier(value) ? value : null;
  const map = rectifier === null ? value : before(rectifier);
  const normalization = map !== null && isByKnownMoments(map) ? map : null;
  const sum = normalization === null ? map : before(normalization);
  if (sum === null || sum === value) return null;
  const { product: convolution, bias = null } = biased.get(sum) ?? { product: sum };
  if (!isOperation(convolution, 'conv2d')) return null;
  return { convolution, bias, normalization, rectifier, swallowed };
}

function isByKnownMoments(value: Value): value is Value<'batchNorm'> {
  return isOperation(value, 'batchNorm') && value.attributes.statistics === 'fixed';
}

/** Writes the convolution with all that it takes over. */
export function lowerJoinedConvolution(
  { convolution, bias, normalization, rectifier }: JoinedConvolution,
  nameOf: (value: Value) => string,
  writer: GraphWriter,
): string {
  const [x, filter] = convolution.inputs as Operands['two'];
  const weights = { filter: nameOf(filter), bias: bias === null ? undefined : nameOf(bias) };
  const folded =
    normalization === null
      ? weights
      : foldNormalization(normalization, { ...weights, shape: filter.shape }, { nameOf, writer });
  return emitConvolution(convolution, { x: nameOf(x), ...folded, rectifier }, writer);
}

interface Weights {
  readonly filter: string;
  readonly bias: string | undefined;
  /** Of the filter. */
  readonly shape: Shape;
}

/**
 * Weights of a convolution that normalises: filter * scale / sqrt(variance + epsilon), and what becomes of the bias. It is
 * the normalisation itself, of the filters, whose mean is taken as 0, and of a map with the bias as its only position.
 */
function foldNormalization(
  { inputs, attributes }: Value<'batchNorm'>,
  { filter, bias, shape }: Weights,
  { nameOf, writer }: { readonly nameOf: (value: Value) => string; readonly writer: GraphWriter },
): Pick<Weights, 'filter' | 'bias'> {
  const [scale, offset, mean, variance] = inputs.slice(1).map(nameOf) as [string, string, string, string];
  const [filters = 1] = shape;
  const zeros = writer.constant(new Float32Array(filters), [filters]);
  const reshaped = (tensor: string, to: readonly number[]): string =>
    writer.emit('Reshape', [tensor, writer.integers(to)]);
  const normalized = (tensor: string, shift: readonly [offset: string, mean: string]): string =>
    writer.emit('BatchNormalization', [reshaped(tensor, [1, filters, -1]), scale, ...shift, variance], {
      epsilon: float(attributes.epsilon),
    });
  return {
    filter: reshaped(normalized(filter, [zeros, zeros]), shape),
    bias: reshaped(normalized(bias ?? zeros, [offset, mean]), [filters]),
  };
}
