// State between runs, in the form in which the package of ONNX Runtime takes and returns it.
import type { Tensor } from 'onnxruntime-node';
import type { Variable } from '../engine.js';

/** The runtime's module, which is loaded late. */
export type Runtime = typeof import('onnxruntime-node');

/** State as the package takes it: a tensor of one axis. */
export abstract class PackageVariable implements Variable {
  abstract readonly size: number;
  abstract get tensor(): Tensor;
  /** Takes over the result of a run. */
  abstract set tensor(next: Tensor);
  protected readonly runtime: Runtime;

  constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  read(): Float32Array {
    return (this.tensor.data as Float32Array).slice();
  }

  copyTo(target: Float32Array): void {
    target.set(this.tensor.data as Float32Array);
  }

  write(values: ArrayLike<number>): void {
    if (values.length !== this.size) {
      throw new RangeError(`variable has ${this.size} elements, got ${values.length}`);
    }
    this.tensor = vector(this.runtime, Float32Array.from(values));
  }

  slice(start: number, end: number): Variable {
    return new VariableSlice(this.runtime, this, [start, end]);
  }
}

/** A variable with a tensor of its own. */
export class WholeVariable extends PackageVariable {
  tensor: Tensor;

  constructor(runtime: Runtime, content: ArrayLike<number>) {
    super(runtime);
    this.tensor = vector(runtime, Float32Array.from(content));
  }

  get size(): number {
    return this.tensor.size;
  }
}

/** A part of another variable, which a run may have given a new tensor: so it is looked up each time. */
class VariableSlice extends PackageVariable {
  readonly #whole: PackageVariable;
  readonly #range: readonly [start: number, end: number];

  constructor(runtime: Runtime, whole: PackageVariable, range: readonly [start: number, end: number]) {
    super(runtime);
    this.#whole = whole;
    this.#range = range;
  }

  get size(): number {
    const [start, end] = this.#range;
    return end - start;
  }

  get tensor(): Tensor {
    return vector(this.runtime, (this.#whole.tensor.data as Float32Array).subarray(...this.#range));
  }

  set tensor(next: Tensor) {
    (this.tensor.data as Float32Array).set(next.data as Float32Array);
  }
}

function vector(runtime: Runtime, data: Float32Array): Tensor {
  return new runtime.Tensor('float32', data, [data.length]);
}
