// TensorFlow's kernels for maps read channels last on a CPU; the graph has them first, [B, C, H, W].

import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Window2d } from '../../graph/operationSet.js';
import type { Shape } from '../../graph/shape.js';
import { takeRange } from './movement.js';

/** [B, C, H, W] as [B, H, W, C]. */
export function channelsLast(x: Tensor): Tensor4D {
  return tf.transpose(x as Tensor4D, [0, 2, 3, 1]);
}

/** [B, H, W, C] as [B, C, H, W]. */
export function channelsFirst(x: Tensor): Tensor4D {
  return tf.transpose(x as Tensor4D, [0, 3, 1, 2]);
}

/** A filter [F, C, kernelHeight, kernelWidth] as [kernelHeight, kernelWidth, C, F]. */
export function filterChannelsLast(filter: Tensor): Tensor4D {
  return tf.transpose(filter as Tensor4D, [2, 3, 1, 0]);
}

/** The map of this shape inside a padded one. */
export function withoutPadding(padded: Tensor, shape: Shape, [top, left]: Window2d['padding']): Tensor {
  const [batch, channels, height, width] = shape as readonly [number, number, number, number];
  return takeRange(padded, {
    starts: [0, 0, top, left],
    ends: [batch, channels, top + height, left + width],
    steps: [1, 1, 1, 1],
  });
}
