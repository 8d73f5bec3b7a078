// Sums and maxima over axes.
import * as tf from '@tensorflow/tfjs-core';
import { plain } from './elementwise.js';
import type { Rows } from './row.js';

/** Reductions; the reduced axes stay with size 1. */
export const reductions = {
  reduceSum: ({ attributes: { axes } }) => plain((x) => tf.sum(x, [...axes], true))(),
  reduceMax: ({ attributes: { axes } }) => plain((x) => tf.max(x, [...axes], true))(),
} satisfies Partial<Rows>;
