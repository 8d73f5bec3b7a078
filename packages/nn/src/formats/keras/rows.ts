// One row for each operation that Keras layers can say. TensorFlow.js is what has to open the model, so that only
// layers and activations that it has are used.
import { sameShape } from '../../graph/shape.js';
import { addRow, divRow, merged, mulRow, negated, preluRow, scaled, shifted, subRow } from './affine.js';
import { axesWithLast, type Flow, type Numbers, ownAxes, permute } from './operand.js';
import {
  flowAt,
  type KerasRow,
  type KerasRows,
  layerNameOf,
  numbersAt,
  type RowSite,
  unsupported,
} from './row.js';
import { convRow, maximumOverRow, maxPoolRow, padRow, sliceRow, sumRow, upsampleRow } from './windows.js';

const activation =
  (name: string) =>
  (site: RowSite): Flow =>
    site.writer.after(flowAt(site, 0), { className: 'Activation', config: { activation: name } });

const asIs = (site: RowSite): Flow => flowAt(site, 0);

/** Keras in TensorFlow.js knows ELU with alpha 1 only; a leak behind it scales the part below zero. */
const eluRow: KerasRow<'elu'> = (site) => {
  const { alpha } = site.value.attributes;
  const unit = site.writer.after(flowAt(site, 0), { className: 'ELU', config: { alpha: 1 } });
  return alpha === 1 ? unit : site.writer.after(unit, { className: 'LeakyReLU', config: { alpha } });
};

const absRow: KerasRow<'abs'> = (site) => {
  const flow = flowAt(site, 0);
  const half = (part: Flow): Flow =>
    site.writer.after(part, { className: 'Activation', config: { activation: 'relu' } });
  return merged('Add', site, [half(flow), half(negated(flow))]);
};

const rectified = (flow: Flow, maximum: number, { writer }: RowSite): Flow =>
  writer.after(flow, {
    className: 'ReLU',
    config: { max_value: Number.isFinite(maximum) ? maximum : null },
  });

/** low + min(max(0, x - low), high - low) */
const clampRow: KerasRow<'clamp'> = (site) => {
  const { low, high } = site.value.attributes;
  if (!Number.isFinite(low)) throw unsupported(site.value, 'it has no lower bound');
  return shifted(rectified(shifted(flowAt(site, 0), -low), high - low, site), low);
};

/** max(x, c) = relu(x - c) + c; min(x, c) = -max(-x, -c). */
const extremum =
  (className: 'Maximum' | 'Minimum') =>
  (site: RowSite): Flow => {
    const [a, b] = site.operands;
    if (a?.kind === 'flow' && b?.kind === 'flow') return merged(className, site, [a, b]);
    const numbers = (a?.kind === 'numbers' ? a : b) as Numbers;
    const flow = (a?.kind === 'flow' ? a : b) as Flow;
    const [bound = 0, ...others] = numbers.data;
    if (others.length > 0) throw unsupported(site.value, 'its bound is not one number');
    const upward = className === 'Maximum';
    const distance = upward ? shifted(flow, -bound) : shifted(negated(flow), bound);
    const above = rectified(distance, Number.POSITIVE_INFINITY, site);
    return shifted(upward ? above : negated(above), bound);
  };

/** Below this span 1 + elu(x) keeps its digits. */
const PRECISE_SPAN = 1.25;

/**
 * e^x for a bounded x. The one layer with an exponential is ELU, below zero: e^x = e^high (1 + elu((x - high) / n))^n,
 * with n a power of two that keeps the argument near zero, where adding 1 loses no digits.
 */
const expRow: KerasRow<'exp'> = (site) => {
  const [source] = site.value.inputs;
  if (source?.operation !== 'clamp') throw unsupported(site.value, 'its operand has no bounds; clamp it');
  const { low, high } = source.attributes as { low: number; high: number };
  const squarings = Math.max(0, Math.ceil(Math.log2((high - low) / PRECISE_SPAN)));
  const argument = scaled(shifted(flowAt(site, 0), -high), 2 ** -squarings);
  let power = shifted(site.writer.after(argument, { className: 'ELU', config: { alpha: 1 } }), 1);
  for (let done = 0; done < squarings; done++) power = merged('Multiply', site, [power, power]);
  return scaled(power, Math.exp(high));
};

/** A matrix of weights behind rows of features; a bias that the graph adds comes with it. */
export function denseLayer(site: RowSite<'matmul'>, bias: Numbers | undefined): Flow {
  const { value, writer } = site;
  const { transposeA, transposeB } = value.attributes;
  const weight = numbersAt(site, 1);
  if (transposeA || weight.shape.length !== 2) throw unsupported(value, 'it is not rows times weights');
  const order = transposeB ? [1, 0] : [0, 1];
  const shape = order.map((axis) => weight.shape[axis] as number);
  const made = writer.after(writer.arranged(writer.exact(flowAt(site, 0))), {
    className: 'Dense',
    config: { units: shape[1], activation: 'linear', use_bias: bias !== undefined },
    weights: {
      kernel: { shape, data: permute(weight.data, weight.shape, order) },
      ...(bias && { bias: { shape: [shape[1] as number], data: Float32Array.from(bias.data) } }),
    },
    name: layerNameOf(weight),
  });
  return { ...made, shape: value.shape };
}

const batchNormRow: KerasRow<'batchNorm'> = (site) => {
  const { value, writer } = site;
  const flow = writer.exact(flowAt(site, 0));
  const [gamma, beta, moving_mean, moving_variance] = [1, 2, 3, 4].map((index) => numbersAt(site, index));
  const named = { gamma, beta, moving_mean, moving_variance } as Record<string, Numbers>;
  const weights = Object.entries(named).map(
    ([name, { data, shape }]) => [name, { shape, data: Float32Array.from(data) }] as const,
  );
  return writer.after(writer.arranged(flow, axesWithLast(flow.shape, 1)), {
    className: 'BatchNormalization',
    config: { axis: flow.shape.length - 1, epsilon: value.attributes.epsilon },
    weights: Object.fromEntries(weights),
    name: gamma && layerNameOf(gamma),
  });
};

/** Dropping axes of size 1 that a layer's output does not have is only another way to read it. */
const reshapeRow: KerasRow<'reshape'> = ({ value, operands, writer }) => {
  const flow = flowAt({ value, operands }, 0);
  const { shape } = value;
  if (flow.shape[0] !== shape[0]) throw unsupported(value, 'it changes the batch axis');
  const wide = (sizes: readonly number[]) => ownAxes(sizes).filter((axis) => axis === 0 || sizes[axis] !== 1);
  const [from, to] = [wide(flow.shape), wide(shape)];
  const isSqueezed = flow.axes.every((axis) => from.includes(axis));
  const sizesOf = (sizes: readonly number[], axes: readonly number[]) => axes.map((axis) => sizes[axis] ?? 1);
  if (isSqueezed && sameShape(sizesOf(flow.shape, from), sizesOf(shape, to))) {
    return { ...flow, shape, axes: flow.axes.map((axis) => to[from.indexOf(axis)] as number) };
  }
  const source = writer.arranged(flow);
  const layer =
    shape.length === 2
      ? writer.add([source.layer], { className: 'Flatten' })
      : writer.reshape(source.layer, shape.slice(1));
  return { ...source, layer, shape, axes: ownAxes(shape) };
};

/** Nothing moves: the axes of what is there get other places. */
const transposeRow: KerasRow<'transpose'> = (site) => {
  const { permutation } = site.value.attributes;
  const flow = flowAt(site, 0);
  if (permutation[0] !== 0) throw unsupported(site.value, 'it moves the batch axis');
  return { ...flow, shape: site.value.shape, axes: flow.axes.map((axis) => permutation.indexOf(axis)) };
};

const concatRow: KerasRow<'concat'> = (site) => {
  const { value, writer } = site;
  const axes = axesWithLast(value.shape, value.shape.length === 4 ? 1 : value.shape.length - 1);
  const parts = value.inputs.map((_, index) => writer.arranged(writer.exact(flowAt(site, index)), axes));
  const config = { axis: axes.indexOf(value.attributes.axis) };
  const layer = writer.add(
    parts.map((part) => part.layer),
    { className: 'Concatenate', config },
  );
  return { ...(parts[0] as Flow), layer, shape: value.shape };
};

/** The table. What it lacks is an error that names the operation. */
export const kerasRows: KerasRows = {
  add: addRow,
  sub: subRow,
  mul: mulRow,
  div: divRow,
  maximum: extremum('Maximum'),
  minimum: extremum('Minimum'),
  neg: (site) => negated(flowAt(site, 0)),
  abs: absRow,
  exp: expRow,
  clamp: clampRow,

  relu: activation('relu'),
  leakyRelu: (site) =>
    site.writer.after(flowAt(site, 0), {
      className: 'LeakyReLU',
      config: { alpha: site.value.attributes.negativeSlope },
    }),
  prelu: preluRow,
  elu: eluRow,
  sigmoid: activation('sigmoid'),
  tanh: activation('tanh'),
  softplus: activation('softplus'),

  toFloat: asIs,
  stopGradient: asIs,

  matmul: (site) => denseLayer(site, undefined),
  conv2d: convRow,

  reduceSum: sumRow,
  reduceMax: maximumOverRow,

  reshape: reshapeRow,
  transpose: transposeRow,
  concat: concatRow,
  slice: sliceRow,
  pad: padRow,

  maxPool2d: maxPoolRow,
  upsampleNearest: upsampleRow,
  batchNorm: batchNormRow,
};
