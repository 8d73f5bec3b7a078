// The tensors of a file as the parameters and statistics of a model: they are its initial numbers.
import { constant } from '../graph/leaves.js';
import { type Shape, sizeOf } from '../graph/shape.js';
import type { Value } from '../graph/value.js';
import type { Scope } from '../layers/layer.js';

/** A tensor of a file. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** Asks the scope of one trace for stored tensors. A tensor that several layers read is asked for once. */
export class StoredWeights {
  readonly #scope: Scope;
  readonly #values = new Map<Float32Array, Value>();
  readonly #names = new Set<string>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** A tensor that the model learns. */
  parameter(name: string, { shape, data }: StoredTensor, decays = false): Value {
    return this.#once(data, name, (free) =>
      this.#scope.parameter(free, { shape, initializer: () => data, decays }),
    );
  }

  /** A vector that the model tracks. */
  statistic(name: string, { data }: StoredTensor): Value {
    return this.#once(data, name, (free) =>
      this.#scope.statistic(free, { size: data.length, initial: data }),
    );
  }

  /** A tensor that stays as it is. */
  fixed({ shape, data }: StoredTensor): Value {
    return this.#once(data, '', () => constant(data, shape));
  }

  #once(data: Float32Array, wanted: string, make: (free: string) => Value): Value {
    const known = this.#values.get(data);
    if (known !== undefined) return known;
    let free = wanted;
    for (let count = 1; this.#names.has(free); count++) free = `${wanted}_${count}`;
    if (wanted !== '') this.#names.add(free);
    const value = make(free);
    this.#values.set(data, value);
    return value;
  }
}

/**
 * How many elements a shape has.
 *
 * @throws RangeError if a size is no integer from 0 up, or they are more than `most`
 */
export function checkedSize(what: string, shape: readonly unknown[], most: number): number {
  if (!shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)) {
    throw new RangeError(`${what}: its shape must be integers from 0 up, got [${shape.join(', ')}]`);
  }
  const size = sizeOf(shape as Shape);
  if (size > most) {
    throw new RangeError(`${what}: shape [${shape.join(', ')}] has ${size} elements, the file holds ${most}`);
  }
  return size;
}
