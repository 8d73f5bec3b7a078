// Moving elements without computing.

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { rowMajorStrides, type Shape, sizeOf } from '../../graph/shape.js';
import { forEachPosition } from '../reference/arrangement.js';
import { plain } from './elementwise.js';
import { operandShape, type Rows } from './row.js';

/** Movement of elements, and the adjoints that move gradients back. */
export const movement = {
  reshape: ({ shape }) => plain((x) => tf.reshape(x, [...shape]))(),
  broadcastTo: ({ shape }) => plain((x) => tf.broadcastTo(x, [...shape]))(),
  transpose: ({ attributes: { permutation } }) => plain((x) => tf.transpose(x, [...permutation]))(),
  concat:
    ({ attributes: { axis } }) =>
    (...inputs) =>
      tf.concat([...inputs], axis),
  slice: ({ attributes: { starts, ends, steps } }) => plain((x) => takeRange(x, { starts, ends, steps }))(),
  unslice: ({ attributes: { starts, steps, shape } }) =>
    plain((x) => putRange(x, { starts, steps, shape }))(),
  pad: ({ attributes: { before, after, value } }) => plain((x) => padTensor(x, { before, after, value }))(),
  gather: (site) => {
    const flatIndex = flatIndexing(operandShape(site, 0), operandShape(site, 1), site.attributes.axis);
    return plain((x, index) => tf.reshape(tf.gather(tf.reshape(x, [-1]), flatIndex(index)), index.shape))();
  },
  scatterAdd: (site) => {
    const { axis, shape } = site.attributes;
    const flatIndex = flatIndexing(shape, operandShape(site, 1), axis);
    return plain((x, index) => scatterSum(x, flatIndex(index), shape))();
  },
} satisfies Partial<Rows>;

/** A range of every axis, as `slice` has it. */
interface Range {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly steps: readonly number[];
}

/** The elements of x in a range of every axis. */
export function takeRange(x: Tensor, { starts, ends, steps }: Range): Tensor {
  if (x.rank === 0) return tf.clone(x);
  if (steps.some((step) => step !== 1)) return tf.stridedSlice(x, [...starts], [...ends], [...steps]);
  return tf.slice(
    x,
    [...starts],
    ends.map((end, axis) => end - (starts[axis] as number)),
  );
}

interface Placement {
  readonly starts: readonly number[];
  readonly steps: readonly number[];
  readonly shape: Shape;
}

/** Puts x at the places of a larger tensor that a range takes, zeros elsewhere. */
function putRange(x: Tensor, { starts, steps, shape }: Placement): Tensor {
  const spread = steps.reduce(spreadAxis, x);
  const after = shape.map((size, axis) => size - (starts[axis] as number) - (spread.shape[axis] as number));
  return padTensor(spread, { before: starts, after, value: 0 });
}

/** Puts step - 1 zeros between the elements of an axis. */
function spreadAxis(x: Tensor, step: number, axis: number): Tensor {
  const size = x.shape[axis] as number;
  if (step === 1 || size === 1) return x;
  const [ahead, behind] = [sizeOf(x.shape.slice(0, axis + 1)), sizeOf(x.shape.slice(axis + 1))];
  const spaced = tf.pad(tf.reshape(x, [ahead, 1, behind]), [
    [0, 0],
    [0, step - 1],
    [0, 0],
  ]);
  const whole = tf.reshape(spaced, x.shape.with(axis, size * step));
  const ends = whole.shape.with(axis, (size - 1) * step + 1);
  return tf.slice(
    whole,
    ends.map(() => 0),
    ends,
  );
}

interface Padding {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly value: number;
}

/** Surrounds x with a value. */
export function padTensor(x: Tensor, { before, after, value }: Padding): Tensor {
  if (x.rank === 0) return tf.clone(x);
  return tf.pad(
    x,
    before.map((amount, axis): [number, number] => [amount, after[axis] as number]),
    value,
  );
}

/** Adds each element of x at its flat place of a tensor that is zero elsewhere. */
export function scatterSum(x: Tensor, flatIndex: Tensor, shape: Shape): Tensor {
  const size = sizeOf(shape);
  const sums = tf.scatterND(tf.reshape(flatIndex, [-1, 1]), tf.reshape(x, [-1]), [size]);
  return tf.reshape(sums, [...shape]);
}

/**
 * The flat places in a tensor of shape `whole` at the positions of an index whose content replaces one axis.
 *
 * The kernels that follow see flat places only, and some look up whatever they find there: an index
 * outside its axis has to be refused here.
 */
function flatIndexing(whole: Shape, index: Shape, axis: number): (index: Tensor) => Tensor {
  const strides = rowMajorStrides(whole);
  const size = whole[axis] as number;
  const stride = strides[axis] as number;
  const elsewhere = new Int32Array(sizeOf(index));
  forEachPosition(index, (position, flat) => {
    elsewhere[flat] = position.reduce(
      (sum, place, other) => sum + (other === axis ? 0 : place * (strides[other] as number)),
      0,
    );
  });
  return (chosen) => {
    const places = Int32Array.from(chosen.dataSync(), (place, flat) => {
      if (place < 0 || place >= size) {
        throw new RangeError(`index must be from 0 to ${size - 1} on axis ${axis}, got ${place}`);
      }
      return (elsewhere[flat] as number) + place * stride;
    });
    return tf.tensor1d(places, 'int32');
  };
}
