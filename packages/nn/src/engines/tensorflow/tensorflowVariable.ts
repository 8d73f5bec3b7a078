import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { Variable } from '../engine.js';
import type { LoadedTensorflow } from './loadTensorflow.js';

/** State that is kept as a vector on a backend. Nothing needs to be disposed of. */
export abstract class TensorflowVariable implements Variable {
  protected readonly library: LoadedTensorflow;
  abstract readonly size: number;

  constructor(library: LoadedTensorflow) {
    library.activate();
    this.library = library;
  }

  /** What the variable holds. It belongs to the variable. */
  abstract get tensor(): Tensor1D;

  /** Takes over the elements of a tensor; the tensor itself stays its owner's. */
  abstract hold(values: Tensor): void;

  get backend(): LoadedTensorflow['backend'] {
    return this.library.backend;
  }

  read(): Float32Array {
    this.library.activate();
    return Float32Array.from(this.tensor.dataSync());
  }

  copyTo(target: Float32Array): void {
    this.library.activate();
    target.set(this.tensor.dataSync());
  }

  write(values: ArrayLike<number>): void {
    if (values.length !== this.size) {
      throw new RangeError(`variable has ${this.size} elements, got ${values.length}`);
    }
    this.library.activate();
    const tensor = tf.tensor1d(Float32Array.from(values));
    this.hold(tensor);
    tensor.dispose();
  }

  slice(start: number, end: number): Variable {
    return new VariableSlice(this.library, this, [start, end]);
  }
}

/** A tensor that is replaced as a whole. It is an object of its own, so that it outlives its variable. */
interface Content {
  tensor: Tensor1D;
}

/** Tensors lie outside the JavaScript heap: those of a variable that nobody holds any more are freed here. */
const abandoned = new FinalizationRegistry<Content>(({ tensor }) => tensor.dispose());

/** A variable with a tensor of its own. */
export class WholeVariable extends TensorflowVariable {
  readonly #content: Content;

  constructor(library: LoadedTensorflow, content: ArrayLike<number>) {
    super(library);
    this.#content = { tensor: tf.tensor1d(Float32Array.from(content)) };
    abandoned.register(this, this.#content);
  }

  get size(): number {
    return this.#content.tensor.size;
  }

  get tensor(): Tensor1D {
    return this.#content.tensor;
  }

  hold(values: Tensor): void {
    const next = tf.keep(tf.reshape(values, [this.size])) as Tensor1D;
    this.#content.tensor.dispose();
    this.#content.tensor = next;
  }
}

/** A part of another variable. Its tensor is cut anew when the other's was replaced. */
class VariableSlice extends TensorflowVariable {
  readonly #whole: TensorflowVariable;
  readonly #range: readonly [start: number, end: number];
  readonly #content: Content;
  #cutFrom: Tensor1D;

  constructor(
    library: LoadedTensorflow,
    whole: TensorflowVariable,
    range: readonly [start: number, end: number],
  ) {
    super(library);
    this.#whole = whole;
    this.#range = range;
    this.#cutFrom = whole.tensor;
    this.#content = { tensor: this.#cut() };
    abandoned.register(this, this.#content);
  }

  get size(): number {
    const [start, end] = this.#range;
    return end - start;
  }

  get tensor(): Tensor1D {
    if (this.#cutFrom !== this.#whole.tensor) {
      this.#content.tensor.dispose();
      this.#cutFrom = this.#whole.tensor;
      this.#content.tensor = this.#cut();
    }
    return this.#content.tensor;
  }

  hold(values: Tensor): void {
    const [start, end] = this.#range;
    const joined = tf.tidy(() =>
      tf.concat([
        tf.slice(this.#whole.tensor, 0, start),
        tf.reshape(values, [this.size]),
        tf.slice(this.#whole.tensor, end),
      ]),
    );
    this.#whole.hold(joined);
    joined.dispose();
  }

  #cut(): Tensor1D {
    this.library.activate();
    // The cpu backend cannot slice a tensor without elements.
    const isWhole = this.size === this.#cutFrom.size;
    return tf.keep(isWhole ? tf.clone(this.#cutFrom) : tf.slice(this.#cutFrom, this.#range[0], this.size));
  }
}
