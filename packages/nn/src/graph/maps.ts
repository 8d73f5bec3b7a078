// Operations on feature maps [B, C, H, W]: pooling, upsampling and normalisation per channel.
import { add, div, mul, neg, sqrt, sub } from './arithmetic.js';
import { isOperation } from './graph.js';
import { constant } from './leaves.js';
import { conv2d, fourAxes, windowedSize } from './linearAlgebra.js';
import { reshape } from './movement.js';
import type { OperationAttributes, Window2d } from './operationSet.js';
import { leakyRelu, relu } from './rectifiers.js';
import { reduceSum } from './reductions.js';
import { type Shape, sizeOf } from './shape.js';
import { operation, type Value } from './value.js';

const pooled = operation('maxPool2d', 'one', {
  output: ([x], attributes) => {
    const [batch, channels, height, width] = fourAxes(x.shape, 'input');
    return { shape: [batch, channels, ...windowedSize([height, width], attributes.kernel, attributes)] };
  },
  gradient: ({ inputs: [x], output, attributes, upstream }) => [
    pooledGradient([x, output, upstream], attributes),
  ],
});

const pooledGradient = operation('maxPool2dGradient', 'three', {
  output: ([x]) => ({ shape: x.shape }),
  gradient: 'unsupported',
});

/**
 * Maximum of each window; padding counts as -Infinity.
 *
 * A rectifier that never falls commutes with it, in value and in gradient, and is moved behind it, to the smaller map.
 */
export function maxPool2d(x: Value, attributes: OperationAttributes['maxPool2d']): Value {
  const [source] = x.inputs;
  if (source !== undefined && isOperation(x, 'relu')) return relu(maxPool2d(source, attributes));
  if (source !== undefined && isOperation(x, 'leakyRelu') && x.attributes.negativeSlope > 0)
    return leakyRelu(maxPool2d(source, attributes), x.attributes.negativeSlope);
  return pooled([x], attributes);
}

/**
 * Mean of the elements of x under each window; padding is not counted (`count_include_pad=False` in PyTorch).
 *
 * It is a convolution of every channel with ones: on ONNX Runtime half the time of a reshape and a mean, with the gradient
 * a third.
 */
export function averagePool2d(
  x: Value,
  { kernel, ...window }: Window2d & { readonly kernel: readonly [number, number] },
): Value {
  const [, channels, height, width] = fourAxes(x.shape, 'input');
  const sum = (map: Value, groups: number): Value => {
    const ones = new Float32Array(groups * sizeOf(kernel)).fill(1);
    return conv2d(map, constant(ones, [groups, 1, ...kernel]), { ...window, groups });
  };
  const isPadded = window.padding.some((amount) => amount > 0);
  if (!isPadded) return mul(sum(x, channels), 1 / sizeOf(kernel));
  const inside = constant(new Float32Array(height * width).fill(1), [1, 1, height, width]);
  return div(sum(x, channels), sum(inside, 1));
}

const enlarged = operation('upsampleNearest', 'one', {
  output: ([x], { scale }) => {
    const [batch, channels, height, width] = fourAxes(x.shape, 'input');
    return { shape: [batch, channels, height * scale, width * scale] };
  },
  gradient: ({ inputs: [x], attributes: { scale }, upstream }) => {
    const [batch, channels, height, width] = fourAxes(x.shape, 'input');
    const cells = reshape(upstream, [batch * channels * height, scale, width, scale]);
    return [reshape(reduceSum(cells, { axes: [1, 3] }), x.shape)];
  },
});

/** Repeats every row and column `scale` times. */
export function upsampleNearest(x: Value, scale: number): Value {
  return enlarged([x], { scale });
}

const affine = operation('channelAffine', 'three', {
  output: ([x, ...perChannel]) => ({ shape: channelled(x, perChannel) }),
  gradient: ({ inputs: [x, factor], upstream }) => [
    mul(upstream, perChannel(factor, x.shape)),
    channelSum(mul(upstream, x)),
    channelSum(upstream),
  ],
});

/** factor[c] * x + offset[c] for every channel c (axis 1), in one pass over x. */
export function channelAffine(x: Value, factor: Value, offset: Value): Value {
  return affine([x, factor, offset], {});
}

/** The shape of x, once every other operand is known to have one element per channel. */
function channelled(x: Value, operands: readonly Value[]): Shape {
  const [, channels] = x.shape;
  const fits = operands.every(({ shape }) => shape.length === 1 && shape[0] === channels);
  if (channels === undefined || !fits) {
    throw new RangeError(`needs an input [B, C, ...] and one element per channel, [C], in all others`);
  }
  return x.shape;
}

/** The operands of batch normalisation, each of shape [C] but x. */
export interface BatchNormOperands {
  readonly scale: Value;
  readonly offset: Value;
  readonly mean: Value;
  readonly variance: Value;
}

const normalized = operation('batchNorm', 'five', {
  output: ([x, ...perChannel]) => ({ shape: channelled(x, perChannel) }),
  gradient: ({ inputs: [x, scale, , mean, variance], attributes: { epsilon, statistics }, upstream }) => {
    const deviation = sqrt(add(variance, epsilon));
    const offsetGradient = channelSum(upstream);
    const scaleGradient = div(sub(channelSum(mul(upstream, x)), mul(mean, offsetGradient)), deviation);
    const factor = div(scale, deviation);
    const direct = mul(upstream, perChannel(factor, x.shape));
    if (statistics === 'fixed') return [direct, scaleGradient, offsetGradient, null, null];
    // dx = factor (dy - mean(dy) - xHat mean(dy xHat)), regrouped as one affine map of x beside one of dy.
    const count = sizeOf(x.shape) / (x.shape[1] as number);
    const slope = neg(div(mul(factor, scaleGradient), mul(deviation, count)));
    const shift = neg(add(mul(slope, mean), div(mul(factor, offsetGradient), count)));
    return [add(direct, channelAffine(x, slope, shift)), scaleGradient, offsetGradient, null, null];
  },
});

/**
 * scale * (x - mean) / sqrt(variance + epsilon) + offset per channel (Ioffe, Szegedy 2015).
 *
 * With `statistics: 'batch'`, mean and variance must be those of x itself: the gradient of x then
 * includes its way through them. With `'fixed'` they are constants.
 */
export function batchNorm(
  x: Value,
  { scale, offset, mean, variance }: BatchNormOperands,
  attributes: OperationAttributes['batchNorm'],
): Value {
  return normalized([x, scale, offset, mean, variance], attributes);
}

/** Sum over everything but the channel axis: [B, C, ...] to [C]. */
export function channelSum(x: Value): Value {
  return reduceSum(x, { axes: x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])) });
}

/** A value per channel, [C], shaped to broadcast over [B, C, ...]. */
export function perChannel(value: Value, shape: Shape): Value {
  return reshape(value, [value.shape[0] as number, ...new Array<number>(shape.length - 2).fill(1)]);
}
