// Element types on their way into TensorFlow.js and back. It has no bytes: they are int32 there.

import type { Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { DataType } from '../../graph/operationSet.js';
import type { Shape } from '../../graph/shape.js';
import type { NumberArray } from '../engine.js';

interface TensorType {
  readonly shape: Shape;
  readonly dataType: DataType;
}

/** A tensor of its own with these elements: a backend may go on using the array it is given. */
export function toTensor(elements: ArrayLike<number>, { shape, dataType }: TensorType): Tensor {
  switch (dataType) {
    case 'float32':
      return tf.tensor(Float32Array.from(elements), [...shape], 'float32');
    case 'int32':
    case 'uint8':
      return tf.tensor(Int32Array.from(elements), [...shape], 'int32');
    case 'bool':
      return tf.tensor(Uint8Array.from(elements), [...shape], 'bool');
  }
}

/** A copy of the elements of a tensor. */
export function toArray(tensor: Tensor, dataType: DataType): NumberArray {
  const elements = tensor.dataSync();
  switch (dataType) {
    case 'float32':
      return Float32Array.from(elements);
    case 'int32':
      return Int32Array.from(elements);
    case 'uint8':
    case 'bool':
      return Uint8Array.from(elements);
  }
}
