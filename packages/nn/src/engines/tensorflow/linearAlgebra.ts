// Matrix products and convolution.

import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Window2d } from '../../graph/operationSet.js';
import type { Shape } from '../../graph/shape.js';
import { channelsFirst, channelsLast, filterChannelsLast, withoutPadding } from './channelOrder.js';
import { plain } from './elementwise.js';
import { operandShape, type Rows } from './row.js';
import { padMap, windowTaps } from './slidingWindow.js';

/** Matrix products, convolution and its two adjoints. */
export const linearAlgebra = {
  matmul: ({ attributes: { transposeA, transposeB } }) =>
    plain((a, b) => tf.matMul(a, b, transposeA, transposeB))(),
  conv2d: ({ attributes: { strides, padding, groups } }) =>
    plain((x, filter) => {
      const parts = split(channelsLast(padMap(x, padding, 0)), groups);
      const filters = split(filterChannelsLast(filter), groups);
      const maps = parts.map((part, group) =>
        tf.conv2d(part, filters[group] as Tensor4D, [...strides], 'valid'),
      );
      return channelsFirst(tf.concat(maps, 3));
    })(),
  conv2dInputGradient: ({ attributes: { strides, padding, groups, inputShape } }) =>
    plain((filter, upstream) => {
      const parts = split(channelsLast(upstream), groups);
      const filters = split(filterChannelsLast(filter), groups);
      const [batch, height, width, channels] = paddedShape(inputShape, padding);
      const maps = parts.map((part, group) =>
        tf.conv2dTranspose(
          part,
          filters[group] as Tensor4D,
          [batch, height, width, channels / groups],
          [...strides],
          'valid',
        ),
      );
      return withoutPadding(channelsFirst(tf.concat(maps, 3)), inputShape, padding);
    })(),
  conv2dFilterGradient: (site) => {
    const { strides, padding, groups, filterShape } = site.attributes;
    const [filters, channels, ...kernel] = filterShape as FourAxes;
    const [, , ...output] = operandShape(site, 1) as FourAxes;
    // TensorFlow.js lacks this gradient on WebAssembly: a product of matrices per group for each element of the filter.
    return plain((x, upstream) => {
      const byChannel = tf.transpose(padMap(x, padding, 0), [1, 0, 2, 3]);
      const byFilter = tf.reshape(tf.transpose(upstream, [1, 0, 2, 3]), [groups, filters / groups, -1]);
      const products = windowTaps(byChannel, { kernel, strides, output }).map((tap) =>
        tf.matMul(byFilter, tf.reshape(tap, [groups, channels, -1]), false, true),
      );
      return tf.reshape(tf.stack(products, 3), [...filterShape]);
    })();
  },
} satisfies Partial<Rows>;

/** Equal parts of the last axis; TensorFlow.js convolves all channels with all filters. */
function split(x: Tensor4D, groups: number): Tensor4D[] {
  return groups === 1 ? [x] : tf.split(x, groups, 3);
}

type FourAxes = readonly [number, number, number, number];

/** The padded map [B, H, W, C] of a map [B, C, H, W]. */
function paddedShape(
  shape: Shape,
  [top, left, bottom, right]: Window2d['padding'],
): [number, number, number, number] {
  const [batch, channels, height, width] = shape as FourAxes;
  return [batch, height + top + bottom, width + left + right, channels];
}
