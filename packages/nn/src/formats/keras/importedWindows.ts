// Rows of Keras layers whose window slides over maps.
import { add } from '../../graph/arithmetic.js';
import { conv2d, samePadding } from '../../graph/linearAlgebra.js';
import { maxPool2d, upsampleNearest } from '../../graph/maps.js';
import { pad, reshape, slice } from '../../graph/movement.js';
import type { Window2d } from '../../graph/operationSet.js';
import { reduceMax, reduceMean } from '../../graph/reductions.js';
import type { Value } from '../../graph/value.js';
import { boundedAveragePool } from '../boundedAveragePool.js';
import { activatedBy } from './importedActivations.js';
import { shown } from './json.js';
import { inOrder, type KerasSite, type KerasTensor, type LayerRow, plain } from './kerasSite.js';

type Pair = readonly [number, number];

/** The map that a layer reads, [batch, channels, height, width]. */
function mapOf(site: KerasSite): KerasTensor {
  const { data_format: format = 'channels_last' } = site.layer.config;
  site.require(site.input.axes.length === 4, `it needs maps with 4 axes, got ${site.input.axes.length}`);
  site.require(
    format === 'channels_last' || format === 'channels_first',
    `data_format ${shown(format)} is not read`,
  );
  return inOrder(site.input, format === 'channels_first' ? [0, 1, 2, 3] : [0, 3, 1, 2]);
}

function windowOf(site: KerasSite, kernel: Pair, { shape }: Value, ownStrides: Pair): Window2d {
  const strides = site.pair('strides', ownStrides);
  const [height, width] = site.pair('dilation_rate', [1, 1]);
  site.require(height === 1 && width === 1, `dilation_rate ${shown([height, width])} is not read`);
  const { padding = 'valid' } = site.layer.config;
  if (padding === 'valid') return { strides, padding: [0, 0, 0, 0] };
  site.require(padding === 'same', `padding ${shown(padding)} is not read`);
  return { strides, padding: samePadding([shape[2] as number, shape[3] as number], kernel, strides) };
}

const convRow: LayerRow = (site) => {
  const source = mapOf(site);
  const filter = site.weight('kernel', { role: 'weight', order: [3, 2, 0, 1] });
  const kernel: Pair = [filter.shape[2] as number, filter.shape[3] as number];
  const window = windowOf(site, kernel, source.value, [1, 1]);
  const map = conv2d(source.value, filter, { ...window, groups: site.number('groups', 1) });
  return activatedBy(site.layer.config.activation, { ...source, value: biased(site, map) }, site);
};

/** Keras keeps [height, width, channels, multiplier]; the graph has one filter for each channel and multiplier. */
const depthwiseRow: LayerRow = (site) => {
  const source = mapOf(site);
  const name = site.hasWeight('depthwise_kernel') ? 'depthwise_kernel' : 'kernel';
  const [height = 0, width = 0, channels = 0, multiplier = 0] = site.weightShape(name);
  const filter = site.weight(name, {
    role: 'weight',
    order: [2, 3, 0, 1],
    shape: [channels * multiplier, 1, height, width],
  });
  const window = windowOf(site, [height, width], source.value, [1, 1]);
  const map = conv2d(source.value, filter, { ...window, groups: channels });
  return activatedBy(site.layer.config.activation, { ...source, value: biased(site, map) }, site);
};

function biased(site: KerasSite, map: Value): Value {
  if (!site.hasWeight('bias')) return map;
  const bias = site.weight('bias', { role: 'bias' });
  return add(map, reshape(bias, [map.shape[1] as number, 1, 1]));
}

const pooled =
  (compute: (x: Value, kernel: Pair, window: Window2d) => Value): LayerRow =>
  (site) => {
    const source = mapOf(site);
    const kernel = site.pair('pool_size', [2, 2]);
    return { ...source, value: compute(source.value, kernel, windowOf(site, kernel, source.value, kernel)) };
  };

const globally =
  (compute: typeof reduceMean): LayerRow =>
  (site) => {
    const { value, axes } = mapOf(site);
    const keepDims = site.layer.config.keepdims === true;
    const output = compute(value, { axes: [2, 3], keepDims });
    return keepDims ? { value: output, axes } : plain(output);
  };

const upsampleRow: LayerRow = (site) => {
  const { interpolation = 'nearest' } = site.layer.config;
  const [rows, columns] = site.pair('size', [2, 2]);
  site.require(interpolation === 'nearest', `interpolation ${shown(interpolation)} is not read`);
  site.require(rows === columns, `size ${shown([rows, columns])} is not read, only one factor for both axes`);
  const source = mapOf(site);
  return { ...source, value: upsampleNearest(source.value, rows) };
};

/** [[top, bottom], [left, right]], or one number for each axis, or one for all. */
function margins(site: KerasSite, name: string): readonly [number, number, number, number] {
  const value = site.layer.config[name] ?? (name === 'padding' ? 1 : 0);
  const axes = Array.isArray(value) ? value : [value, value];
  const amounts = axes.flatMap((axis: unknown) => (Array.isArray(axis) ? axis : [axis, axis])) as number[];
  const fits = amounts.length === 4 && amounts.every((amount) => Number.isSafeInteger(amount) && amount >= 0);
  site.require(fits, `${name} must be integers from 0 up, got ${shown(value)}`);
  return amounts as unknown as readonly [number, number, number, number];
}

/** Every layer with a window. */
export const importedWindows: Readonly<Record<string, LayerRow>> = {
  Conv2D: convRow,
  DepthwiseConv2D: depthwiseRow,
  MaxPooling2D: pooled((x, kernel, window) => maxPool2d(x, { kernel, ...window })),
  AveragePooling2D: pooled((x, kernel, window) => boundedAveragePool(x, { kernel, ...window })),
  GlobalAveragePooling2D: globally(reduceMean),
  GlobalMaxPooling2D: globally(reduceMax),
  UpSampling2D: upsampleRow,
  ZeroPadding2D: (site) => {
    const [top, bottom, left, right] = margins(site, 'padding');
    const source = mapOf(site);
    return { ...source, value: pad(source.value, [0, 0, top, left], [0, 0, bottom, right]) };
  },
  Cropping2D: (site) => {
    const [top, bottom, left, right] = margins(site, 'cropping');
    const source = mapOf(site);
    const [batch = 1, channels = 1, height = 1, width = 1] = source.value.shape;
    const ranges = [
      { start: 0, end: batch },
      { start: 0, end: channels },
      { start: top, end: height - bottom },
      { start: left, end: width - right },
    ];
    return { ...source, value: slice(source.value, ranges) };
  },
};
