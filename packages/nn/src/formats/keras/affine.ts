// Sums and products. A factor or offset for everything is gathered; one for each channel is a layer that is not
// trained; one for each position is a constant map, which Keras has no layer for and which is made of two.
import { sameShape, sizeOf } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import type { LayerWriter } from './layerWriter.js';
import {
  alignedShape,
  axesWithLast,
  type Flow,
  type Numbers,
  onlyVaryingAxis,
  ownAxes,
  permute,
  uniformNumber,
} from './operand.js';
import { flowAt, type KerasRow, type RowSite, unsupported } from './row.js';

/** -x */
export function negated(flow: Flow): Flow {
  return { ...flow, scale: -flow.scale, offset: -flow.offset };
}

/** x + amount */
export function shifted(flow: Flow, amount: number): Flow {
  return { ...flow, offset: flow.offset + amount };
}

/** factor * x */
export function scaled(flow: Flow, factor: number): Flow {
  return { ...flow, scale: flow.scale * factor, offset: flow.offset * factor };
}

/** One layer on two values, which it stretches to each other. */
export function merged(className: string, site: RowSite, [a, b]: readonly [Flow, Flow]): Flow {
  const { value, writer } = site;
  if (a.shape.length !== b.shape.length)
    throw unsupported(value, 'its operands have different numbers of axes');
  const axes = a.axes.length === a.shape.length ? a.axes : ownAxes(a.shape);
  const first = writer.arranged(writer.exact(a), axes);
  const other = writer.arranged(writer.exact(b), axes);
  // TensorFlow.js 4.22 frees a value too early if one layer takes it twice and another takes it later.
  const second =
    other.layer === first.layer
      ? writer.after(other, { className: 'Activation', config: { activation: 'linear' } })
      : other;
  return { ...first, shape: value.shape, layer: writer.add([first.layer, second.layer], { className }) };
}

export const addRow: KerasRow<'add'> = (site) => sum(site, false);

export const subRow: KerasRow<'sub'> = (site) => sum(site, true);

export const mulRow: KerasRow<'mul'> = (site) => {
  const [a, b] = site.operands;
  if (a?.kind === 'flow' && b?.kind === 'flow') return merged('Multiply', site, [a, b]);
  return a?.kind === 'numbers'
    ? withNumbers(site, flowAt(site, 1), a, 'Multiply')
    : withNumbers(site, flowAt(site, 0), b as Numbers, 'Multiply');
};

export const divRow: KerasRow<'div'> = (site) => {
  const [, divisor] = site.operands;
  if (divisor?.kind !== 'numbers') throw unsupported(site.value, 'the divisor depends on the input');
  const data = divisor.data.map((element) => 1 / element);
  return withNumbers(site, flowAt(site, 0), { ...divisor, data }, 'Multiply');
};

function sum(site: RowSite, subtracted: boolean): Flow {
  const [a, b] = site.operands;
  const second = b?.kind === 'flow' && subtracted ? negated(b) : b;
  if (a?.kind === 'flow' && second?.kind === 'flow') return merged('Add', site, [a, second]);
  if (a?.kind === 'numbers') return withNumbers(site, second as Flow, a, 'Add');
  const numbers = second as Numbers;
  const data = subtracted ? numbers.data.map((element) => -element) : numbers.data;
  return withNumbers(site, flowAt(site, 0), { ...numbers, data }, 'Add');
}

function withNumbers(site: RowSite, flow: Flow, numbers: Numbers, className: 'Add' | 'Multiply'): Flow {
  const { value, writer } = site;
  if (!sameShape(flow.shape, value.shape)) throw unsupported(value, 'a constant stretches what it meets');
  const number = uniformNumber(numbers);
  if (number !== null) return className === 'Add' ? shifted(flow, number) : scaled(flow, number);
  const axis = onlyVaryingAxis(numbers, value.shape.length);
  if (axis === null) return merged(className, site, [flow, constantMap(flow, numbers, writer)]);
  const { length } = numbers.data;
  return className === 'Add'
    ? perChannel(flow, axis, { factor: new Float64Array(length).fill(1), offset: numbers.data }, writer)
    : perChannel(flow, axis, { factor: numbers.data, offset: new Float64Array(length) }, writer);
}

interface ChannelMap {
  readonly factor: Float64Array;
  readonly offset: Float64Array;
}

/** factor[c] * x + offset[c] along one axis: a 1x1 depthwise convolution on maps, a diagonal matrix elsewhere. */
export function perChannel(
  flow: Flow,
  axis: number,
  { factor, offset }: ChannelMap,
  writer: LayerWriter,
): Flow {
  const channels = factor.length;
  const last = writer.arranged(writer.exact(flow), axesWithLast(flow.shape, axis));
  const bias = { shape: [channels], data: Float32Array.from(offset) };
  if (flow.shape.length === 4) {
    return writer.after(last, {
      className: 'DepthwiseConv2D',
      config: { kernel_size: [1, 1], data_format: 'channels_last', use_bias: true, trainable: false },
      weights: {
        depthwise_kernel: { shape: [1, 1, channels, 1], data: Float32Array.from(factor) },
        bias,
      },
    });
  }
  const diagonal = new Float32Array(channels * channels);
  factor.forEach((element, channel) => {
    diagonal[channel * (channels + 1)] = element;
  });
  return writer.after(last, {
    className: 'Dense',
    config: { units: channels, use_bias: true, trainable: false },
    weights: { kernel: { shape: [channels, channels], data: diagonal }, bias },
  });
}

/** Numbers as a layer's output: PReLU with the slopes -c makes c of -1, and 0 x - 1 is -1 everywhere. */
function constantMap(flow: Flow, numbers: Numbers, writer: LayerWriter): Flow {
  const { axes, shape, layer } = writer.arranged(flow);
  const minusOne = writer.exact({ kind: 'flow', layer, axes, shape, scale: 0, offset: -1 });
  const stretched = stretch(numbers, shape);
  return writer.after(minusOne, {
    className: 'PReLU',
    config: { shared_axes: null, trainable: false },
    weights: { alpha: { shape: shape.slice(1), data: stretched.map((element) => -element) } },
  });
}

/** The numbers repeated until they fill a shape, its batch axis apart. */
function stretch({ data, shape }: Numbers, target: readonly number[]): Float32Array {
  const aligned = alignedShape(shape, target.length);
  const sizes = target.slice(1);
  return Float32Array.from({ length: sizeOf(sizes) }, (_, flat) => {
    let rest = flat;
    let source = 0;
    let stride = 1;
    for (let axis = target.length - 1; axis > 0; axis--) {
      const size = target[axis] as number;
      if (aligned[axis] !== 1) {
        source += (rest % size) * stride;
        stride *= size;
      }
      rest = Math.floor(rest / size);
    }
    return data[source] as number;
  });
}

/** An activation with learned slopes; axes along which they don't differ are shared. */
export const preluRow: KerasRow<'prelu'> = (site) => {
  const flow = site.writer.arranged(site.writer.exact(flowAt(site, 0)), preferredAxes(site));
  const slope = site.operands[1];
  if (slope?.kind !== 'numbers') throw unsupported(site.value, 'its slopes depend on the input');
  const sizes = alignedShape(slope.shape, flow.shape.length);
  const order = flow.axes.slice(1);
  const shared = order.flatMap((axis, place) => (sizes[axis] === 1 ? [place + 1] : []));
  return site.writer.after(flow, {
    className: 'PReLU',
    config: { shared_axes: shared.length === 0 ? null : shared },
    weights: {
      alpha: {
        shape: order.map((axis) => sizes[axis] as number),
        data: permute(slope.data, sizes, flow.axes),
      },
    },
    name: slope.name?.replace(/\.?slope$/, '') || undefined,
  });
};

/** The channels last, as in Keras, whatever the layer before made. */
function preferredAxes({ value }: { readonly value: Value }): number[] {
  return axesWithLast(value.shape, 1);
}
