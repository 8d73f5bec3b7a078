// Convolution, pooling and padding: a window sliding over maps that have their channels last.
import { samePadding } from '../../graph/linearAlgebra.js';
import type { Window2d } from '../../graph/operationSet.js';
import { type Shape, sameShape } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import { shifted } from './affine.js';
import type { LayerRequest, LayerWriter } from './layerWriter.js';
import { axesWithLast, type Flow, LayersExportError, type Numbers, ownAxes, permute } from './operand.js';
import { flowAt, type KerasRow, layerNameOf, numbersAt, unsupported } from './row.js';

const CHANNELS_LAST = { data_format: 'channels_last' } as const;

/** A map with its channels last, as all of these layers take it. */
export function channelsLast(flow: Flow, writer: LayerWriter): Flow {
  return writer.arranged(writer.exact(flow), axesWithLast(flow.shape, 1));
}

export const convRow: KerasRow<'conv2d'> = (site) => convolution(site.value, site, undefined);

/** A convolution with the bias that the graph adds behind it. */
export function convolution(
  value: Value<'conv2d'>,
  site: Pick<Parameters<KerasRow<'conv2d'>>[0], 'operands' | 'writer'>,
  bias: Numbers | undefined,
): Flow {
  const { writer } = site;
  const filter = numbersAt({ value, operands: site.operands }, 1);
  const [filters, , height, width] = filter.shape as [number, number, number, number];
  const { className, size, kernel } = convolutionLayer(value, filter);
  const input = channelsLast(flowAt({ value, operands: site.operands }, 0), writer);
  const { source, padding } = padded(input, [height, width], value.attributes, writer);
  const made = writer.after(source, {
    className,
    config: {
      ...size,
      kernel_size: [height, width],
      strides: value.attributes.strides,
      padding,
      ...CHANNELS_LAST,
      use_bias: bias !== undefined,
    },
    weights: {
      ...kernel,
      ...(bias && { bias: { shape: [filters], data: Float32Array.from(bias.data) } }),
    },
    name: layerNameOf(filter),
  });
  return { ...made, shape: value.shape };
}

type ConvolutionLayer = Pick<LayerRequest, 'className'> & {
  readonly size: Readonly<Record<string, number>>;
  readonly kernel: NonNullable<LayerRequest['weights']>;
};

/** Conv2D, or with one group for each channel DepthwiseConv2D; in between there is nothing. */
function convolutionLayer(value: Value<'conv2d'>, { shape, data }: Numbers): ConvolutionLayer {
  const { groups } = value.attributes;
  const [filters, channels, ...window] = shape as [number, number, number, number];
  const arranged = (from: Shape, axes: readonly number[]) => ({
    shape: axes.map((axis) => from[axis] as number),
    data: permute(data, from, axes),
  });
  if (groups === 1) {
    return { className: 'Conv2D', size: { filters }, kernel: { kernel: arranged(shape, [2, 3, 1, 0]) } };
  }
  if (channels > 1) throw unsupported(value, `it has ${groups} groups of ${channels} channels`);
  const multiplier = filters / groups;
  const kernel = { depthwise_kernel: arranged([groups, multiplier, ...window], [2, 3, 0, 1]) };
  return { className: 'DepthwiseConv2D', size: { depth_multiplier: multiplier }, kernel };
}

/** Keras pads by a word; what no word says is a layer of its own in front. */
function padded(
  input: Flow,
  kernel: readonly [number, number],
  { strides, padding }: Window2d,
  writer: LayerWriter,
): { source: Flow; padding: 'same' | 'valid' } {
  const word = paddingWord(input.shape, kernel, { strides, padding });
  if (word !== null) return { source: input, padding: word };
  const [top, left, bottom, right] = padding;
  return { source: zeroPadded(input, [top, bottom], [left, right], writer), padding: 'valid' };
}

function paddingWord(
  [, , height, width]: Shape,
  kernel: readonly [number, number],
  { strides, padding }: Window2d,
): 'same' | 'valid' | null {
  if (padding.every((amount) => amount === 0)) return 'valid';
  const same = samePadding([height as number, width as number], kernel, strides);
  return sameShape(same, padding) ? 'same' : null;
}

function zeroPadded(
  flow: Flow,
  rows: readonly number[],
  columns: readonly number[],
  writer: LayerWriter,
): Flow {
  return writer.after(flow, {
    className: 'ZeroPadding2D',
    config: { padding: [rows, columns], ...CHANNELS_LAST },
  });
}

export const maxPoolRow: KerasRow<'maxPool2d'> = (site) => {
  const { value, writer } = site;
  const { kernel, strides } = value.attributes;
  const input = channelsLast(flowAt(site, 0), writer);
  const padding = paddingWord(input.shape, kernel, value.attributes);
  if (padding === null) throw unsupported(value, `its padding [${value.attributes.padding}] is not "same"`);
  const made = writer.after(input, {
    className: 'MaxPooling2D',
    config: { pool_size: kernel, strides, padding, ...CHANNELS_LAST },
  });
  return { ...made, shape: value.shape };
};

export const upsampleRow: KerasRow<'upsampleNearest'> = (site) => {
  const { value, writer } = site;
  const { scale } = value.attributes;
  const made = writer.after(channelsLast(flowAt(site, 0), writer), {
    className: 'UpSampling2D',
    config: { size: [scale, scale], interpolation: 'nearest', ...CHANNELS_LAST },
  });
  return { ...made, shape: value.shape };
};

/** Two axes at most can be cut: Keras crops rows and columns, and any two axes can be made these. */
export const sliceRow: KerasRow<'slice'> = (site) => {
  const { value } = site;
  const { starts, ends, steps } = value.attributes;
  const { shape } = flowAt(site, 0);
  if (steps.some((step) => step !== 1)) throw unsupported(value, 'it takes every n-th element');
  const cut = shape.map((size, axis) => [starts[axis] as number, size - (ends[axis] as number)] as const);
  return alongTwoAxes(site, cut, 'Cropping2D', 'cropping');
};

/** Padding by another number is padding by zero of what is left of it. */
export const padRow: KerasRow<'pad'> = (site) => {
  const { before, after, value: number } = site.value.attributes;
  const operands = [shifted(flowAt(site, 0), -number)];
  const around = before.map((amount, axis) => [amount, after[axis] as number] as const);
  return shifted(alongTwoAxes({ ...site, operands }, around, 'ZeroPadding2D', 'padding'), number);
};

function alongTwoAxes(
  site: Parameters<KerasRow<'slice' | 'pad'>>[0],
  amounts: readonly (readonly [number, number])[],
  className: string,
  key: string,
): Flow {
  const { value, writer } = site;
  const flow = writer.exact(flowAt(site, 0));
  const touched = amounts.flatMap(([before, after], axis) => (before === 0 && after === 0 ? [] : [axis]));
  const rank = flow.shape.length;
  if (touched.includes(0) || touched.length > 2 || rank > 4) {
    throw unsupported(value, `it changes the axes ${touched.join(' and ')}`);
  }
  const others = ownAxes(flow.shape).filter((axis) => axis !== 0 && !touched.includes(axis));
  // Rows and columns come first; a value with fewer axes gets some of size 1.
  const [rows, columns, ...rest] = [...touched, ...others];
  const axes = [0, rows, columns, ...rest].filter((axis) => axis !== undefined);
  const source = writer.arranged(flow, axes);
  const sizes = axes.slice(1).map((axis) => flow.shape[axis] as number);
  const asMap = rank === 4 ? source.layer : writer.reshape(source.layer, fillUp(sizes));
  const pair = (axis: number | undefined) => (axis === undefined ? [0, 0] : (amounts[axis] ?? [0, 0]));
  const made = writer.add([asMap], {
    className,
    config: { [key]: [pair(rows), pair(columns)], ...CHANNELS_LAST },
  });
  const target = axes.slice(1).map((axis) => value.shape[axis] as number);
  return { ...source, shape: value.shape, layer: rank === 4 ? made : writer.reshape(made, target) };
}

function fillUp(sizes: readonly number[]): number[] {
  return [...sizes, ...new Array<number>(3 - sizes.length).fill(1)];
}

/** The mean of each map times the number of its elements; only whole maps are summed. */
export const sumRow: KerasRow<'reduceSum'> = (site) => {
  const pooled = globallyPooled(site, 'GlobalAveragePooling2D');
  const [, , height = 1, width = 1] = flowAt(site, 0).shape;
  return { ...pooled, scale: height * width };
};

export const maximumOverRow: KerasRow<'reduceMax'> = (site) => globallyPooled(site, 'GlobalMaxPooling2D');

function globallyPooled(site: Parameters<KerasRow<'reduceSum' | 'reduceMax'>>[0], className: string): Flow {
  const { value, writer } = site;
  const flow = flowAt(site, 0);
  if (flow.shape.length !== 4 || !sameShape(value.attributes.axes.toSorted(), [2, 3])) {
    throw new LayersExportError(
      `"${value.operation}" over the axes ${value.attributes.axes.join(', ')} has no layer in TensorFlow.js`,
    );
  }
  const made = writer.after(channelsLast(flow, writer), { className, config: CHANNELS_LAST });
  return { ...made, shape: value.shape, axes: [0, 1] };
}
