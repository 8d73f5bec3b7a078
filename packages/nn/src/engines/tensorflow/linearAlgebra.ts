// Matrix products and convolution.
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
  conv2d: ({ attributes: { strides, padding } }) =>
    plain((x, filter) => {
      const padded = channelsLast(padMap(x, padding, 0));
      return channelsFirst(tf.conv2d(padded, filterChannelsLast(filter), [...strides], 'valid'));
    })(),
  conv2dInputGradient: ({ attributes: { strides, padding, inputShape } }) =>
    plain((filter, upstream) => {
      const padded = channelsFirst(
        tf.conv2dTranspose(
          channelsLast(upstream),
          filterChannelsLast(filter),
          paddedShape(inputShape, padding),
          [...strides],
          'valid',
        ),
      );
      return withoutPadding(padded, inputShape, padding);
    })(),
  conv2dFilterGradient: (site) => {
    const { strides, padding, filterShape } = site.attributes;
    const [filters, channels, ...kernel] = filterShape as FourAxes;
    const [, , ...output] = operandShape(site, 1) as FourAxes;
    // TensorFlow.js lacks this gradient on WebAssembly: one product of matrices for each element of the filter.
    return plain((x, upstream) => {
      const byChannel = tf.transpose(padMap(x, padding, 0), [1, 0, 2, 3]);
      const byFilter = tf.reshape(tf.transpose(upstream, [1, 0, 2, 3]), [filters, -1]);
      const products = windowTaps(byChannel, { kernel, strides, output }).map((tap) =>
        tf.matMul(byFilter, tf.reshape(tap, [channels, -1]), false, true),
      );
      return tf.reshape(tf.stack(products, 2), [...filterShape]);
    })();
  },
} satisfies Partial<Rows>;

type FourAxes = readonly [number, number, number, number];

/** The padded map [B, H, W, C] of a map [B, C, H, W]. */
function paddedShape(
  shape: Shape,
  [top, left, bottom, right]: Window2d['padding'],
): [number, number, number, number] {
  const [batch, channels, height, width] = shape as FourAxes;
  return [batch, height + top + bottom, width + left + right, channels];
}
