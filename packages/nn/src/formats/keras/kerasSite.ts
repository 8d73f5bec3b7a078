// What a row of the import table sees of the Keras layer that it turns into values of the graph.
import { transpose } from '../../graph/movement.js';
import { type Shape, sameShape } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import type { Scope } from '../../layers/layer.js';
import type { StoredTensor, StoredWeights } from '../storedWeights.js';
import { shown } from './json.js';
import { ownAxes, permute } from './operand.js';
import type { KerasLayer } from './topology.js';

/** An output of a layer: the graph may have its axes in another order, with the channels second. */
export interface KerasTensor {
  readonly value: Value;
  /** The value's axis for each axis that Keras has. */
  readonly axes: readonly number[];
}

/** The same tensor with Keras's axes in this order in the graph. */
export function inOrder({ value, axes }: KerasTensor, order: readonly number[]): KerasTensor {
  const permutation = order.map((axis) => axes[axis] as number);
  const arranged = sameShape(permutation, ownAxes(value.shape)) ? value : transpose(value, permutation);
  return { value: arranged, axes: axes.map((_, axis) => order.indexOf(axis)) };
}

/** The shape that Keras sees. */
export function shapeOf({ value, axes }: KerasTensor): Shape {
  return axes.map((axis) => value.shape[axis] as number);
}

/** A value whose axes are those of Keras. */
export function plain(value: Value): KerasTensor {
  return { value, axes: ownAxes(value.shape) };
}

interface SiteContext {
  readonly scope: Scope;
  readonly stored: StoredWeights;
  readonly weights: ReadonlyMap<string, StoredTensor>;
}

/** One layer with its inputs. */
export class KerasSite {
  constructor(
    readonly layer: KerasLayer,
    readonly inputs: readonly KerasTensor[],
    readonly context: SiteContext,
  ) {}

  /** The only input. */
  get input(): KerasTensor {
    const [only, ...others] = this.inputs;
    if (only === undefined || others.length > 0)
      throw this.error(`it reads ${this.inputs.length} layers, one is expected`);
    return only;
  }

  /** Whether the layer came with this weight. */
  hasWeight(name: string): boolean {
    return this.context.weights.has(name);
  }

  /** A weight under our name for it, its axes in another order; frozen layers keep theirs. */
  weight(
    name: string,
    { role, order, shape }: { role: string; order?: readonly number[]; shape?: Shape },
  ): Value {
    const tensor = this.#tensor(name);
    const axes = order ?? ownAxes(tensor.shape);
    if (axes.length !== tensor.shape.length) {
      throw this.error(
        `its weight "${name}" must have ${axes.length} axes, got [${tensor.shape.join(', ')}]`,
      );
    }
    const arranged: StoredTensor = {
      name: tensor.name,
      shape: shape ?? axes.map((axis) => tensor.shape[axis] as number),
      data: order === undefined ? tensor.data : permute(tensor.data, tensor.shape, order),
    };
    const { stored } = this.context;
    if (this.layer.config.trainable === false) return stored.fixed(arranged);
    return stored.parameter(`${this.layer.name}.${role}`, arranged, role === 'weight');
  }

  /** A vector that is tracked. */
  statistic(name: string, role: string): Value {
    return this.context.stored.statistic(`${this.layer.name}.${role}`, this.#tensor(name));
  }

  /** The shape of a weight. */
  weightShape(name: string): Shape {
    return this.#tensor(name).shape;
  }

  /** A number of the configuration. */
  number(name: string, fallback: number): number {
    const value = this.layer.config[name] ?? fallback;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.error(`${name} must be a number, got ${shown(value)}`);
  }

  /** One integer from 1 up for both axes, or two. */
  pair(name: string, fallback: readonly [number, number]): readonly [number, number] {
    const value = this.layer.config[name] ?? fallback;
    const both = typeof value === 'number' ? [value, value] : value;
    const fits =
      Array.isArray(both) &&
      both.length === 2 &&
      both.every((size) => Number.isSafeInteger(size) && size >= 1);
    if (!fits) throw this.error(`${name} must be integers from 1 up, got ${shown(value)}`);
    return both as unknown as readonly [number, number];
  }

  /**
   * Refuses what is not read.
   *
   * @throws RangeError naming the layer unless the condition holds
   */
  require(holds: boolean, problem: string): void {
    if (!holds) throw this.error(problem);
  }

  /** An error about this layer. */
  error(problem: string): RangeError {
    return new RangeError(`layer "${this.layer.name}" (${this.layer.className}): ${problem}`);
  }

  #tensor(name: string): StoredTensor {
    const tensor = this.context.weights.get(name);
    if (tensor === undefined) throw this.error(`its weight "${name}" is missing`);
    return tensor;
  }
}

/** Turns one layer into its output. */
export type LayerRow = (site: KerasSite) => KerasTensor;
