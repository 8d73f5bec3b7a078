// Feature maps [B, C, H, W]: pooling, upsampling and normalisation per channel.

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { rowMajorStrides, type Shape } from '../../graph/shape.js';
import { offsetsOf } from '../reference/arrangement.js';
import { channelsFirst, channelsLast, withoutPadding } from './channelOrder.js';
import { plain } from './elementwise.js';
import { scatterSum } from './movement.js';
import { operandShape, type Rows } from './row.js';
import { padMap, windowTaps } from './slidingWindow.js';

type FourAxes = readonly [number, number, number, number];

/** Operations on feature maps. */
export const maps = {
  maxPool2d: ({ attributes: { kernel, strides, padding } }) =>
    plain((x) => {
      const padded = channelsLast(padMap(x, padding, Number.NEGATIVE_INFINITY));
      return channelsFirst(tf.maxPool(padded, [...kernel], [...strides], 'valid'));
    })(),
  maxPool2dGradient: (site) => {
    const { kernel, strides, padding } = site.attributes;
    const [batch, channels, height, width] = site.shape as FourAxes;
    const [top, left, bottom, right] = padding;
    const padded = [batch, channels, height + top + bottom, width + left + right];
    const outputShape = operandShape(site, 1);
    const [, , ...output] = outputShape as FourAxes;
    const corners = cornersOf(padded, outputShape, strides);
    const reach = offsetsOf({ shape: kernel, strides: rowMajorStrides(padded).slice(-2) });
    // The backends choose differently among equal maxima; the first of a list is the same everywhere.
    return plain((x, _, upstream) => {
      const surrounded = padMap(x, padding, Number.NEGATIVE_INFINITY);
      const winner = tf.argMax(tf.stack(windowTaps(surrounded, { kernel, strides, output })), 0);
      const distance = tf.gather(tf.tensor1d(reach, 'int32'), tf.reshape(winner, [-1]) as tf.Tensor1D);
      const places = tf.add(tf.tensor1d(corners, 'int32'), distance);
      return withoutPadding(scatterSum(upstream, places, padded), site.shape, padding);
    })();
  },
  upsampleNearest: (site) => {
    const [batch, channels, height, width] = operandShape(site, 0) as FourAxes;
    const { scale } = site.attributes;
    const rows = batch * channels * height;
    return plain((map) => {
      const cells = tf.reshape(map, [rows, 1, width, 1]);
      return tf.reshape(tf.broadcastTo(cells, [rows, scale, width, scale]), [...site.shape]);
    })();
  },
  channelAffine: plain((x, factor, offset) =>
    tf.add(tf.mul(x, perChannel(factor, x)), perChannel(offset, x)),
  ),
  batchNorm: ({ attributes: { epsilon } }) =>
    plain((x, scale, offset, mean, variance) => {
      const factor = tf.div(scale, tf.sqrt(tf.add(variance, epsilon)));
      const centered = tf.sub(x, perChannel(mean, x));
      return tf.add(tf.mul(centered, perChannel(factor, x)), perChannel(offset, x));
    })(),
} satisfies Partial<Rows>;

/** Where each window begins, as flat places of the padded map. */
function cornersOf(padded: Shape, output: Shape, strides: readonly [number, number]): Int32Array {
  const [batch, channel, row, column] = rowMajorStrides(padded) as readonly number[] as FourAxes;
  return offsetsOf({ shape: output, strides: [batch, channel, row * strides[0], column * strides[1]] });
}

/** A value per channel, [C], shaped to broadcast over x [B, C, ...]. */
function perChannel(value: Tensor, x: Tensor): Tensor {
  return tf.reshape(value, [value.size, ...new Array<number>(x.rank - 2).fill(1)]);
}
