// Collects the nodes and constants of an ONNX graph while operations are lowered one after another.
import { type Shape, sizeOf } from '../../graph/shape.js';
import {
  ATTRIBUTE_TYPES,
  type AttributeProto,
  type ModelProto,
  type NodeProto,
  ONNX_TYPES,
  type OnnxType,
  type TensorProto,
  type ValueInfoProto,
} from './schema.js';

/** Attribute values by name: integers are written as ints, other numbers need `float(...)` or `{ floats }`. */
export type OnnxAttributes = Readonly<
  Record<string, number | string | readonly number[] | FloatAttribute | FloatsAttribute>
>;

/** A number that ONNX wants as float although it may be whole. */
export interface FloatAttribute {
  readonly float: number;
}

/** Numbers that ONNX wants as floats. */
export interface FloatsAttribute {
  readonly floats: readonly number[];
}

/** Marks a number as a float attribute. */
export function float(value: number): FloatAttribute {
  return { float: value };
}

const ARRAYS = {
  float32: Float32Array,
  uint8: Uint8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
};

/** Operators of ONNX Runtime on maps in its own layout. */
const BLOCKED_DOMAIN = 'com.microsoft.nchwc';

/** What a model file says besides its nodes and constants. */
export interface ModelFrame {
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  /** The name of each output and the name under which it was emitted. */
  readonly results: readonly (readonly [name: string, source: string])[];
  /** Facts for the reader of the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The graph under construction. */
export class GraphWriter {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #constants = new Map<string, string>();
  /** Maps in the runtime's own layout, by their name in the standard one. */
  readonly #inBlocks = new Map<string, string>();
  #names = 0;

  /** @param channelBlock - channels that stand side by side in the runtime's own layout; null keeps to the standard */
  constructor(readonly channelBlock: number | null = null) {}

  /** Adds a node with one output and returns the output's name. */
  emit(opType: string, inputs: readonly string[], attributes: OnnxAttributes = {}): string {
    return this.emitMany(opType, inputs, 1, attributes)[0] as string;
  }

  /** Adds a node that works on maps in the runtime's own layout, or converts to it, and returns its output's name. */
  emitBlocked(opType: string, inputs: readonly string[], attributes: OnnxAttributes = {}): string {
    const name = this.#freshName();
    this.nodes.push({ ...node(opType, inputs, [name], attributes), domain: BLOCKED_DOMAIN });
    return name;
  }

  /** Whether a map was made in blocks, so that they cost nothing. */
  isInBlocks(map: string): boolean {
    return this.#inBlocks.has(map);
  }

  /** The name of a map in the runtime's own layout. */
  toBlocks(map: string): string {
    const blocks = this.#inBlocks.get(map) ?? this.emitBlocked('ReorderInput', [map]);
    this.#inBlocks.set(map, blocks);
    return blocks;
  }

  /** The name of a map [B, channels, H, W] that was made in the runtime's own layout. */
  fromBlocks(blocks: string, channels: number): string {
    const map = this.emitBlocked('ReorderOutput', [blocks], { channels });
    this.#inBlocks.set(map, blocks);
    return map;
  }

  /** Adds a node with several outputs and returns their names. An empty input name skips an optional input. */
  emitMany(
    opType: string,
    inputs: readonly string[],
    outputs: number,
    attributes: OnnxAttributes = {},
  ): string[] {
    const names = Array.from({ length: outputs }, () => this.#freshName());
    this.nodes.push(node(opType, inputs, names, attributes));
    return names;
  }

  /**
   * The nodes, with results under names of their own: whatever makes a result makes it under that name.
   * Only a leaf, or a value that is a result twice, has to be copied.
   *
   * @param results - the name of each result and the name under which it was emitted
   */
  #nodesWithResults(results: ModelFrame['results']): NodeProto[] {
    const made = new Set(this.nodes.flatMap(({ output }) => output));
    const renamed = new Map<string, string>();
    const rename = (name: string): string => renamed.get(name) ?? name;
    const copies: (readonly [name: string, source: string])[] = [];
    const nodes = neededNodes(this.nodes, new Set(results.map(([, source]) => source)));
    for (const [name, source] of results) {
      if (made.has(source) && !renamed.has(source)) renamed.set(source, name);
      else copies.push([name, source]);
    }
    return [
      ...nodes.map((made) => ({
        ...made,
        input: made.input.map(rename),
        output: made.output.map(rename),
      })),
      ...copies.map(([name, source]) => node('Identity', [rename(source)], [name], {})),
    ];
  }

  /** Everything as a model. */
  toModel({ inputs, outputs, results, metadata = {} }: ModelFrame): ModelProto {
    const isStandard = this.nodes.every(({ domain }) => domain === undefined);
    return {
      ir_version: 8,
      producer_name: 'rectify',
      producer_version: '0.1.0',
      opset_import: [
        { domain: '', version: 18 },
        ...(isStandard ? [] : [{ domain: BLOCKED_DOMAIN, version: 1 }]),
      ],
      metadata_props: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name: 'rectify',
        node: this.#nodesWithResults(results),
        initializer: this.initializers,
        input: inputs,
        output: outputs,
      },
    };
  }

  /** A constant; equal constants share one initializer. */
  constant(data: ArrayLike<number>, shape: Shape, type: OnnxType = 'float32', name?: string): string {
    const key =
      name ??
      (sizeOf(shape) <= 64 ? `${type}/${shape.join()}/${Array.from(data, printExactly).join()}` : null);
    const known = key === null ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const created = name ?? this.#freshName();
    this.initializers.push({
      name: created,
      data_type: ONNX_TYPES[type],
      dims: shape,
      raw_data: toBytes(data, type),
    });
    if (key !== null) this.#constants.set(key, created);
    return created;
  }

  /** A list of integers, as ONNX wants shapes, axes and bounds. */
  integers(values: readonly number[]): string {
    return this.constant(values, [values.length], 'int64');
  }

  #freshName(): string {
    return `%${this.#names++}`;
  }
}

/**
 * The sum of the rows of a matrix, [1, columns], as a product with ones: ReduceSum over the first axis
 * takes twenty times as long.
 */
export function sumRows(matrix: string, rows: number, writer: GraphWriter): string {
  return writer.emit('Gemm', [writer.constant(new Float32Array(rows).fill(1), [1, rows]), matrix]);
}

/** Describes an input or output; a string among the sizes names a dynamic axis. */
export function valueInfo(name: string, type: OnnxType, shape: readonly (number | string)[]): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'string' ? { dim_param: size } : { dim_value: size }));
  return { name, type: { tensor_type: { elem_type: ONNX_TYPES[type], shape: { dim } } } };
}

/** The nodes that lead to a result: a map that was made in blocks may be needed in no other form. */
function neededNodes(nodes: readonly NodeProto[], results: ReadonlySet<string>): NodeProto[] {
  const needed = new Set(results);
  const used = nodes.toReversed().filter(({ input, output }) => {
    const isUsed = output.some((name) => needed.has(name));
    if (isUsed) for (const name of input) needed.add(name);
    return isUsed;
  });
  return used.toReversed();
}

function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: OnnxAttributes,
): NodeProto {
  const attribute = Object.entries(attributes).map(([name, value]) => encodeAttribute(name, value));
  return { name: `${opType}_${output[0]}`, op_type: opType, input, output, attribute };
}

function encodeAttribute(name: string, value: OnnxAttributes[string]): AttributeProto {
  if (typeof value === 'number') return { name, type: ATTRIBUTE_TYPES.int, i: value };
  if (typeof value === 'string')
    return { name, type: ATTRIBUTE_TYPES.string, s: new TextEncoder().encode(value) };
  if ('floats' in value) return { name, type: ATTRIBUTE_TYPES.floats, floats: value.floats };
  if ('float' in value) return { name, type: ATTRIBUTE_TYPES.float, f: value.float };
  return { name, type: ATTRIBUTE_TYPES.ints, ints: value };
}

function toBytes(data: ArrayLike<number>, type: OnnxType): Uint8Array {
  const array =
    type === 'int64'
      ? BigInt64Array.from(Array.from(data, BigInt))
      : (ARRAYS[type] as Uint8ArrayConstructor).from(data);
  return new Uint8Array(array.buffer);
}

/** -0 and 0 are different constants. */
function printExactly(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
