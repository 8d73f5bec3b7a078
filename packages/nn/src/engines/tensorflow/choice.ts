// Comparing, choosing and counting. Bytes are int32 here: TensorFlow.js has no type for them.
import * as tf from '@tensorflow/tfjs-core';
import { plain } from './elementwise.js';
import type { Rows } from './row.js';

/** Masks, indices and what they select. */
export const choice = {
  greater: plain((a, b) => tf.greater(a, b)),
  equal: plain((a, b) => tf.equal(a, b)),
  where: plain((condition, a, b) => tf.where(condition, a, b)),
  argMax: ({ attributes: { axis } }) => plain((x) => tf.argMax(x, axis))(),
  // On WebAssembly `oneHot` itself writes integers into float32 tensors.
  oneHot: ({ attributes: { depth } }) =>
    plain((index) => {
      const positions = tf.range(0, depth, 1, 'int32');
      return tf.cast(tf.equal(tf.expandDims(tf.cast(index, 'int32'), -1), positions), 'float32');
    })(),
  toFloat: plain((x) => tf.cast(x, 'float32')),
  stopGradient: plain((x) => tf.clone(x)),
} satisfies Partial<Rows>;
