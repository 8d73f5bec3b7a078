// A graph becomes an ONNX model: leaves become inputs, every operation its row of the table.
import { type Graph, isOperation, leavesOf, valuesOf } from '../../graph/graph.js';
import type { Value } from '../../graph/value.js';
import { type Fusions, findFusions } from './fusions.js';
import { GraphWriter, valueInfo } from './graphWriter.js';
import { lowerJoinedConvolution } from './joinedConvolution.js';
import type { Lowering } from './lowering.js';
import { lowerings, normalizeBatch } from './lowerings.js';
import type { ModelProto } from './schema.js';

/** Name under which a program returns the next content of a variable. */
export function updateName(variable: string): string {
  return `${variable}.next`;
}

/** How the model file differs from the program of a training step. */
export interface LoweringOptions {
  /** Contents of variables that become constants of the file instead of inputs. */
  readonly frozen?: ReadonlyMap<Value, { readonly name: string; readonly data: ArrayLike<number> }>;
  /** Name of the first axis of inputs and outputs, which then takes any size. */
  readonly batchAxis?: string;
  /** Facts for the reader of the file. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** See `findChannelBlock`; by default the model keeps to the standard, and runs anywhere. */
  readonly channelBlock?: number | null;
}

/** The ONNX model of a graph. Inputs and variables keep their names; updates are named `NAME.next`. */
export function lowerGraph(graph: Graph, options: LoweringOptions = {}): ModelProto {
  const writer = new GraphWriter(options.channelBlock);
  const results = Object.entries(graph.outputs).concat(
    Object.entries(graph.updates).map(([name, value]) => [updateName(name), value]),
  );
  const names = lowerValues(graph, writer, options);
  const sources = results.map(([name, value]) => [name, names.get(value) as string] as const);

  const dynamic = ({ shape }: Value): readonly (number | string)[] =>
    options.batchAxis === undefined || shape.length === 0 ? shape : [options.batchAxis, ...shape.slice(1)];
  const leaves = [...leavesOf(graph, 'input'), ...leavesOf(graph, 'variable')].filter(
    ([, value]) => !options.frozen?.has(value),
  );
  return writer.toModel({
    inputs: leaves.map(([name, value]) => valueInfo(name, value.dataType, dynamic(value))),
    outputs: results.map(([name, value]) => valueInfo(name, value.dataType, dynamic(value))),
    results: sources,
    ...(options.metadata && { metadata: options.metadata }),
  });
}

function lowerValues(graph: Graph, writer: GraphWriter, { frozen }: LoweringOptions): Map<Value, string> {
  const values = valuesOf(graph);
  const results = new Set([...Object.values(graph.outputs), ...Object.values(graph.updates)]);
  const fusions = findFusions(values, { results, joinsConvolutions: frozen === undefined });
  const sideOutputs = new Map<Value, readonly string[]>();
  for (const { operation, inputs } of values) {
    if (operation === 'maxPool2dGradient') sideOutputs.set(inputs[1] as Value, []);
  }

  const names = new Map<Value, string>();
  for (const value of values) {
    if (names.has(value) || fusions.swallowed.has(value)) continue;
    const constant = frozen?.get(value);
    if (constant !== undefined) {
      names.set(value, writer.constant(constant.data, value.shape, 'float32', constant.name));
    } else if (isOperation(value, 'input') || isOperation(value, 'variable')) {
      names.set(value, value.attributes.name);
    } else {
      lowerOne(value, { names, fusions, writer, sideOutputs });
    }
  }
  return names;
}

interface Progress {
  readonly names: Map<Value, string>;
  readonly fusions: Fusions;
  readonly writer: GraphWriter;
  readonly sideOutputs: Map<Value, readonly string[]>;
}

function lowerOne(value: Value, { names, fusions, writer, sideOutputs }: Progress): void {
  const nameOf = (input: Value): string => names.get(input) as string;
  const split = fusions.splits.get(value.inputs[0] as Value);
  const biased = fusions.biased.get(value);
  const reduction = fusions.squeezed.get(value);
  const batch = fusions.normalizedBatches.get(value);
  const joined = fusions.joined.get(value);
  if (batch !== undefined) {
    const { normalized, mean, variance } = batch;
    const made = normalizeBatch(normalized, normalized.inputs.slice(0, 3).map(nameOf), writer);
    for (const [index, part] of [normalized, mean, variance].entries())
      names.set(part, made[index] as string);
  } else if (split !== undefined && isOperation(value, 'slice')) {
    const sizes = split.map(({ shape }) => shape[0] as number);
    const source = nameOf(value.inputs[0] as Value);
    const parts = writer.emitMany('Split', [source, writer.integers(sizes)], sizes.length, { axis: 0 });
    split.forEach((part, index) => {
      names.set(part, parts[index] as string);
    });
  } else if (joined !== undefined) {
    names.set(value, lowerJoinedConvolution(joined, nameOf, writer));
  } else if (biased !== undefined) {
    const { product, bias } = biased;
    const inputs = [...product.inputs.map(nameOf), nameOf(bias)];
    names.set(value, rowOf(product)({ value: product, inputs, writer, sideOutputs }));
  } else if (reduction !== undefined) {
    const opType = isOperation(reduction, 'reduceSum') ? 'ReduceSum' : 'ReduceMax';
    const inputs = [nameOf(reduction.inputs[0] as Value), writer.integers(reduction.attributes.axes)];
    names.set(value, writer.emit(opType, inputs, { keepdims: 0 }));
  } else if (fusions.impliedBroadcasts.has(value)) {
    names.set(value, nameOf(value.inputs[0] as Value));
  } else {
    names.set(value, rowOf(value)({ value, inputs: value.inputs.map(nameOf), writer, sideOutputs }));
  }
}

function rowOf(value: Value): Lowering<Value['operation']> {
  // The table pairs each name with the row of its own attributes; a value carries both.
  return lowerings[value.operation] as Lowering<Value['operation']>;
}
