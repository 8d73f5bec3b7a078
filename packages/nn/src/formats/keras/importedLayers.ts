// One row for each class of Keras layer that is read.

import { leakyRelu as leakyReluActivation, prelu as preluActivation } from '@rectify/activations';
import { add, div, maximum, minimum, mul, sub } from '../../graph/arithmetic.js';
import { toFloat } from '../../graph/choice.js';
import { constant } from '../../graph/leaves.js';
import { matmul } from '../../graph/linearAlgebra.js';
import { concat, reshape } from '../../graph/movement.js';
import { leakyRelu, prelu } from '../../graph/rectifiers.js';
import { normalizeAxis, sizeOf } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import { batchNorm } from '../../layers/batchNorm.js';
import { activatedBy, channelsSecond, recorded, rectified } from './importedActivations.js';
import { importedWindows } from './importedWindows.js';
import { listOf, shown } from './json.js';
import { inOrder, type KerasTensor, type LayerRow, plain, shapeOf } from './kerasSite.js';
import { ownAxes } from './operand.js';

const inKerasOrder = (tensor: KerasTensor): Value => inOrder(tensor, ownAxes(tensor.axes)).value;

/** A matrix behind the last axis; rows may lie along several axes. */
const denseRow: LayerRow = (site) => {
  const x = inKerasOrder(site.input);
  const weight = site.weight('kernel', { role: 'weight', order: [1, 0] });
  const inner = x.shape.at(-1) as number;
  const product = matmul(reshape(x, [sizeOf(x.shape) / inner, inner]), weight, { transposeB: true });
  const sum = site.hasWeight('bias') ? add(product, site.weight('bias', { role: 'bias' })) : product;
  const output = reshape(sum, [...x.shape.slice(0, -1), weight.shape[0] as number]);
  return activatedBy(site.layer.config.activation, plain(output), site);
};

/** The layer itself: training on then moves the running statistics. */
const batchNormRow: LayerRow = (site) => {
  const { input } = site;
  const rank = input.axes.length;
  const { axis = -1 } = site.layer.config;
  const given = Array.isArray(axis) && axis.length === 1 ? axis[0] : axis;
  site.require(typeof given === 'number', `axis ${shown(axis)} is not read, only one`);
  const channels = normalizeAxis(`layer "${site.layer.name}"`, given as number, rank);
  const others = ownAxes(input.axes).filter((other) => other !== 0 && other !== channels);
  const source = inOrder(input, [0, channels, ...others]);
  // As many as there are moments, which the file holds; how many channels there are, it only claims.
  const all = (number: number) => {
    const shape = site.weightShape('moving_mean');
    return constant(new Float32Array(sizeOf(shape)).fill(number), shape);
  };
  const find: Readonly<Record<string, () => Value>> = {
    scale: () => (site.hasWeight('gamma') ? site.weight('gamma', { role: 'scale' }) : all(1)),
    offset: () => (site.hasWeight('beta') ? site.weight('beta', { role: 'offset' }) : all(0)),
    mean: () => site.statistic('moving_mean', 'mean'),
    variance: () => site.statistic('moving_variance', 'variance'),
  };
  const momentum = Number((1 - site.number('momentum', 0.99)).toPrecision(6));
  const layer = batchNorm({ epsilon: site.number('epsilon', 1e-3), momentum });
  const lookUp = (name: string) => (find[name] as () => Value)();
  const scope = site.context.scope.enter(site.layer.name);
  return { ...source, value: layer.apply(source.value, { ...scope, parameter: lookUp, statistic: lookUp }) };
};

const preluRow: LayerRow = (site) => {
  const source = channelsSecond(site.input);
  const rank = source.axes.length;
  // The slopes have Keras's axes without the batch; the graph has the last of them first.
  const order = rank < 3 ? undefined : [rank - 2, ...ownAxes(source.axes).slice(0, rank - 2)];
  const slope = site.weight('alpha', { role: 'slope', ...(order && { order }) });
  const chosen = preluActivation({ shared: sizeOf(slope.shape) === 1 });
  return recorded(site, chosen, source, prelu(source.value, slope));
};

const flattenRow: LayerRow = (site) => {
  const isFirst = site.layer.config.data_format === 'channels_first';
  const { input } = site;
  const [, channels = 1, ...rest] = ownAxes(input.axes);
  // With channels first, Keras moves them behind before it flattens.
  const value =
    isFirst && rest.length > 0 ? inOrder(input, [0, ...rest, channels]).value : inKerasOrder(input);
  return plain(reshape(value, [value.shape[0] as number, sizeOf(value.shape.slice(1))]));
};

const reshapeRow: LayerRow = (site) => {
  const value = inKerasOrder(site.input);
  const target = listOf(`layer "${site.layer.name}": target_shape`, site.layer.config.target_shape) as (
    | number
    | null
  )[];
  const size = sizeOf(value.shape.slice(1));
  const known = target.reduce<number>(
    (product, length) => (isUnknown(length) ? product : product * (length as number)),
    1,
  );
  const shape = target.map((length) => (isUnknown(length) ? size / known : (length as number)));
  return plain(reshape(value, [value.shape[0] as number, ...shape]));
};

function isUnknown(size: number | null): boolean {
  return size === null || size === -1;
}

const permuteRow: LayerRow = (site) => {
  const dims = listOf(`layer "${site.layer.name}": dims`, site.layer.config.dims) as number[];
  const { value, axes } = site.input;
  const fits = dims.toSorted((a, b) => a - b).join() === ownAxes(axes).slice(1).join();
  site.require(fits, `dims ${shown(dims)} are no permutation of the axes`);
  return { value, axes: [0, ...dims.map((axis) => axes[axis] as number)] };
};

const concatRow: LayerRow = (site) => {
  const [first] = site.inputs;
  if (first === undefined) throw site.error('it reads no layer');
  const parts = aligned(site.inputs, first);
  const axis = normalizeAxis(`layer "${site.layer.name}"`, site.number('axis', -1), first.axes.length);
  return { ...first, value: concat(parts, first.axes[axis] as number) };
};

const merge =
  (compute: (a: Value, b: Value) => Value): LayerRow =>
  (site) => {
    const [first] = site.inputs;
    if (first === undefined || site.inputs.length < 2) throw site.error('it needs two inputs');
    const value = aligned(site.inputs, first).reduce(compute);
    return { ...first, value };
  };

/** The values of all inputs with their axes in the order of the first. */
function aligned(inputs: readonly KerasTensor[], first: KerasTensor): Value[] {
  const order = ownAxes(first.axes).map((axis) => first.axes.indexOf(axis));
  return inputs.map((tensor) => {
    if (tensor.axes.length !== first.axes.length) {
      throw new RangeError(
        `its inputs have shapes [${shapeOf(first).join(', ')}] and [${shapeOf(tensor).join(', ')}]`,
      );
    }
    return inOrder(tensor, order).value;
  });
}

const asIs: LayerRow = ({ input }) => input;

/** Every class that is read; noise and dropout do nothing outside of training and are left out of it. */
export const importedLayers: Readonly<Record<string, LayerRow>> = {
  Dense: denseRow,
  BatchNormalization: batchNormRow,

  Activation: (site) => activatedBy(site.layer.config.activation, site.input, site),
  ReLU: (site) => rectified(site),
  LeakyReLU: (site) => {
    const negativeSlope = site.number('negative_slope', site.number('alpha', 0.3));
    const source = channelsSecond(site.input);
    return recorded(site, leakyReluActivation(negativeSlope), source, leakyRelu(source.value, negativeSlope));
  },
  PReLU: preluRow,
  ELU: (site) => activatedBy('elu', site.input, site, site.number('alpha', 1)),
  Softmax: (site) => {
    site.require(site.number('axis', -1) === -1, 'only the last axis is read');
    return activatedBy('softmax', site.input, site);
  },

  Flatten: flattenRow,
  Reshape: reshapeRow,
  Permute: permuteRow,
  Concatenate: concatRow,
  Add: merge(add),
  Subtract: merge(sub),
  Multiply: merge(mul),
  Maximum: merge(maximum),
  Minimum: merge(minimum),
  Average: (site) => {
    const total = merge(add)(site);
    return { ...total, value: div(total.value, site.inputs.length) };
  },
  Rescaling: (site) => {
    const { value, axes } = site.input;
    return { axes, value: add(mul(toFloat(value), site.number('scale', 1)), site.number('offset', 0)) };
  },

  Dropout: asIs,
  SpatialDropout1D: asIs,
  SpatialDropout2D: asIs,
  GaussianDropout: asIs,
  GaussianNoise: asIs,
  AlphaDropout: asIs,
  ActivityRegularization: asIs,
  ...importedWindows,
};
