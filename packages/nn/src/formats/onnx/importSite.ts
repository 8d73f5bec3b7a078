// What a row of the import table sees of the node that it turns into values of the graph.
import type { DecodedAttribute } from '../../engines/onnx/schema.js';
import { constant } from '../../graph/leaves.js';
import type { Value } from '../../graph/value.js';
import type { Scope } from '../../layers/layer.js';
import type { StoredTensor, StoredWeights } from '../storedWeights.js';
import type { OnnxNode } from './onnxGraph.js';
import { type OnnxConstant, readTensor } from './onnxTensor.js';

/** What a name of the file stands for: a symbolic value, or a constant. */
export type Item = Value | OnnxConstant;

/** Whether it is computed from the model's input. */
export function isValue(item: Item): item is Value {
  return 'operation' in item;
}

/** What all nodes of one trace share. */
export interface ImportContext {
  readonly scope: Scope;
  readonly weights: StoredWeights;
  /** Examples in a batch of this trace. */
  readonly batch: number;
  /** Where the file fixes the batch, the size to replace. */
  readonly fixedBatch: number | null;
  /** Whether we wrote the file: its tensors have the names of our parameters. */
  readonly isOurs: boolean;
  /** Whether a tensor that meets arithmetic is learned. */
  isLearned(tensor: StoredTensor): boolean;
}

/** One node with its operands. */
export class ImportSite {
  constructor(
    readonly node: OnnxNode,
    readonly operands: readonly (Item | undefined)[],
    readonly context: ImportContext,
  ) {}

  /** Where the node stands in the model: the part of the name of its weight, if it has one, or its own name. */
  get path(): string {
    const weight = this.operands
      .slice(1)
      .find((item) => item !== undefined && !isValue(item) && item.kind === 'floats');
    const path = weight === undefined ? '' : pathOf(weight as StoredTensor);
    if (path !== '' || (weight !== undefined && this.context.isOurs)) return path;
    return this.node.name.replaceAll('/', '.').replace(/^\.+/, '');
  }

  /** An operand in arithmetic: a constant with more than one element is learned. */
  value(index: number): Value {
    const item = this.#required(index);
    if (isValue(item)) return item;
    if (item.kind === 'integers') return constant(item.data, item.shape, 'int32');
    const { context } = this;
    if (item.data.length > 1 && context.isLearned(item)) return context.weights.parameter(item.name, item);
    return context.weights.fixed(item);
  }

  /** A learned operand under a name of ours: `weight`, `bias`, `scale`, `offset`, `slope`. */
  weight(index: number, role: string, decays = false): Value {
    const item = this.#required(index);
    if (isValue(item)) return item;
    const stored = this.#stored(item, index);
    const { context } = this;
    if (!context.isLearned(stored)) return context.weights.fixed(stored);
    return context.weights.parameter(this.#named(role), stored, decays);
  }

  /** The first operand, which may be a weight that is turned before it is used. */
  weightOrValue(role: string): Value {
    const [item] = this.operands;
    if (item === undefined || isValue(item) || item.kind !== 'floats') return this.value(0);
    return this.context.weights.parameter(
      pathOf(item) === '' ? item.name : `${pathOf(item)}.${role}`,
      item,
      true,
    );
  }

  /** A tracked operand. */
  statistic(index: number, role: string): Value {
    const item = this.#required(index);
    if (isValue(item)) throw this.error(`its operand ${index} must be a constant`);
    return this.context.weights.statistic(this.#named(role), this.#stored(item, index));
  }

  /** Whether the optional operand is there. */
  has(index: number): boolean {
    return this.operands[index] !== undefined;
  }

  /** An operand that has to be known, such as axes; undefined if it is left out. */
  known(index: number): readonly number[] | undefined {
    const item = this.operands[index];
    if (item === undefined) return undefined;
    if (isValue(item)) throw this.error(`its operand ${index} depends on the model's input`);
    return Array.from(item.data);
  }

  /** The one number of an operand. */
  number(index: number): number | undefined {
    return this.known(index)?.[0];
  }

  attribute(name: string): DecodedAttribute | undefined {
    return this.node.attributes.get(name);
  }

  int(name: string, fallback: number): number {
    return this.attribute(name)?.i ?? fallback;
  }

  float(name: string, fallback: number): number {
    return this.attribute(name)?.f ?? fallback;
  }

  ints(name: string): readonly number[] | undefined {
    return this.attribute(name)?.ints;
  }

  text(name: string, fallback: string): string {
    const bytes = this.attribute(name)?.s;
    return bytes === undefined ? fallback : new TextDecoder().decode(bytes);
  }

  /** The tensor of an attribute, as `Constant` has it. */
  tensor(name: string): OnnxConstant {
    const tensor = this.attribute(name)?.t;
    if (!tensor) throw this.error(`it has no attribute "${name}" that is a tensor`);
    return readTensor(tensor, new Map());
  }

  /**
   * Refuses what is not read.
   *
   * @throws RangeError naming the node unless the condition holds
   */
  require(holds: boolean, problem: string): void {
    if (!holds) throw this.error(problem);
  }

  /** An error about this node. */
  error(problem: string): RangeError {
    return new RangeError(`node "${this.node.name}" (${this.node.type}): ${problem}`);
  }

  #named(role: string): string {
    return this.path === '' ? role : `${this.path}.${role}`;
  }

  #required(index: number): Item {
    const item = this.operands[index];
    if (item === undefined) throw this.error(`it has no operand ${index}`);
    return item;
  }

  #stored(item: OnnxConstant, index: number): StoredTensor {
    if (item.kind !== 'floats') throw this.error(`its operand ${index} must hold float32`);
    return item;
  }
}

function pathOf({ name }: StoredTensor): string {
  const end = name.lastIndexOf('.');
  return name.startsWith('%') || end < 1 ? '' : name.slice(0, end);
}
