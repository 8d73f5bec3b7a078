import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Variable } from '../engine.js';
import type { LoadedTensorflow } from './loadTensorflow.js';

/** A tensor that is replaced as a whole. It is an object of its own, so that it outlives its variable. */
interface Content {
  tensor: Tensor1D;
}

/** Tensors lie outside the JavaScript heap: those of a variable that nobody holds any more are freed here. */
const abandoned = new FinalizationRegistry<Content>(({ tensor }) => tensor.dispose());

/** State that is kept as a vector on a backend. Nothing needs to be disposed of. */
export class TensorflowVariable implements Variable {
  readonly #library: LoadedTensorflow;
  readonly #content: Content;

  constructor(library: LoadedTensorflow, content: ArrayLike<number>) {
    library.activate();
    this.#library = library;
    this.#content = { tensor: tf.tensor1d(Float32Array.from(content)) };
    abandoned.register(this, this.#content);
  }

  get size(): number {
    return this.#content.tensor.size;
  }

  get backend(): LoadedTensorflow['backend'] {
    return this.#library.backend;
  }

  /** What the variable holds. It belongs to the variable. */
  get tensor(): Tensor1D {
    return this.#content.tensor;
  }

  read(): Float32Array {
    this.#library.activate();
    return Float32Array.from(this.#content.tensor.dataSync());
  }

  write(values: ArrayLike<number>): void {
    if (values.length !== this.size) {
      throw new RangeError(`variable has ${this.size} elements, got ${values.length}`);
    }
    this.#library.activate();
    this.#replace(tf.tensor1d(Float32Array.from(values)));
  }

  /** Takes over the elements of a tensor; the tensor itself stays its owner's. */
  hold(values: Tensor): void {
    this.#replace(tf.keep(tf.reshape(values, [this.size])));
  }

  #replace(tensor: Tensor1D): void {
    this.#content.tensor.dispose();
    this.#content.tensor = tensor;
  }
}
