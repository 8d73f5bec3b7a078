// Arithmetic and activations, element by element, with broadcasting.

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Rows } from './row.js';

/** A row whose operation TensorFlow.js has under another name or the same. */
export function plain<Inputs extends readonly Tensor[]>(kernel: (...inputs: Inputs) => Tensor) {
  return () => kernel as (...inputs: readonly Tensor[]) => Tensor;
}

/** Arithmetic. */
export const arithmetic = {
  add: plain((a, b) => tf.add(a, b)),
  sub: plain((a, b) => tf.sub(a, b)),
  mul: plain((a, b) => tf.mul(a, b)),
  div: plain((a, b) => tf.div(a, b)),
  maximum: plain((a, b) => tf.maximum(a, b)),
  minimum: plain((a, b) => tf.minimum(a, b)),
  neg: plain((x) => tf.neg(x)),
  abs: plain((x) => tf.abs(x)),
  sign: plain((x) => tf.sign(x)),
  exp: plain((x) => tf.exp(x)),
  log: plain((x) => tf.log(x)),
  sqrt: plain((x) => tf.sqrt(x)),
  atan: plain((x) => tf.atan(x)),
  erf: plain((x) => tf.erf(x)),
  power: ({ attributes: { exponent } }) => plain((x) => tf.pow(x, exponent))(),
  clamp: ({ attributes: { low, high } }) => plain((x) => tf.minimum(tf.maximum(x, low), high))(),
} satisfies Partial<Rows>;

/** Activations. */
export const activations = {
  relu: plain((x) => tf.relu(x)),
  leakyRelu: ({ attributes: { negativeSlope } }) => plain((x) => tf.leakyRelu(x, negativeSlope))(),
  prelu: plain((x, slope) => tf.where(tf.greater(x, 0), x, negativePart(x, slope))),
  elu: ({ attributes: { alpha } }) =>
    plain((x) => tf.where(tf.greater(x, 0), x, tf.mul(tf.expm1(x), alpha)))(),
  sigmoid: plain((x) => tf.sigmoid(x)),
  tanh: plain((x) => tf.tanh(x)),
  softplus: plain((x) => tf.softplus(x)),
} satisfies Partial<Rows>;

/** slope * x, where a slope of 0 makes even -Infinity 0. */
function negativePart(x: Tensor, slope: Tensor): Tensor {
  const isZero = tf.logicalAnd(tf.equal(slope, 0), tf.equal(x, Number.NEGATIVE_INFINITY));
  return tf.where(isZero, 0, tf.mul(slope, x));
}
