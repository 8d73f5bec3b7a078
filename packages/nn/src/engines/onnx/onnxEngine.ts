// Programs on ONNX Runtime: a graph becomes one model, a run one call.
import { type Graph, leavesOf, valuesOf } from '../../graph/graph.js';
import { positiveInteger } from '../../positiveInteger.js';
import { checkVariables } from '../checkFeeds.js';
import type { Engine, Program, Variable, Variables } from '../engine.js';
import type { Binding, ModelTensors, SessionOptions } from './binding.js';
import { findChannelBlock } from './channelBlock.js';
import { lowerGraph, updateName } from './lower.js';
import { openPackageBinding } from './packageBinding.js';
import { encodeModel } from './schema.js';
import { openStages } from './stages/openStages.js';
import { cutVariables } from './variableParts.js';

/** Ways to call ONNX Runtime, the preferred one first. Their numbers are the same in every bit. */
const bindings = {
  /** Its interface in C, on memory that stays. */
  native: async (options) => (await import('./nativeBinding.js')).openNativeBinding(options),
  /** The package `onnxruntime-node`, which makes new arrays for the results of every run. */
  package: openPackageBinding,
} as const satisfies Record<string, (options: SessionOptions) => Promise<Binding>>;

/** Settings of the engine. */
export interface OnnxEngineOptions {
  /**
   * Threads inside one operation; default 1, since one process per core scales better. A dense network
   * of rectifiers learns the same bits with two; ELU and SELU may round otherwise where their shares meet.
   */
  readonly threads?: number;
  /**
   * How ONNX Runtime is called: `native`, its interface in C, or `package`, that of `onnxruntime-node`, which is slower and
   * computes the same bits. Default: `native` where it loads, otherwise `package`.
   */
  readonly binding?: keyof typeof bindings;
}

/**
 * Opens ONNX Runtime.
 *
 * @throws RangeError if `threads` is no positive integer or there is no such binding
 * @throws Error if the runtime's native library does not load on this platform
 */
export async function createOnnxEngine({ threads = 1, binding }: OnnxEngineOptions = {}): Promise<Engine> {
  positiveInteger('onnx engine: threads', threads);
  const opened = await open(binding, { threads });
  return {
    name: 'onnx',
    variable: (content) => opened.variable(content),
    compile: (graph, variables = {}) => compile(opened, graph, variables),
  };
}

function open(name: OnnxEngineOptions['binding'], options: SessionOptions): Promise<Binding> {
  if (name === undefined) return bindings.native(options).catch(() => bindings.package(options));
  if (Object.hasOwn(bindings, name)) return bindings[name](options);
  const known = Object.keys(bindings).join(', ');
  throw new RangeError(`onnx engine: unknown binding "${name}"; known: ${known}`);
}

async function compile(binding: Binding, graph: Graph, variables: Variables): Promise<Program> {
  checkVariables(graph, variables);
  requireOwn(binding, graph, variables);
  if (valuesOf(graph).length === 0) return emptyProgram;
  const staged = await openStages(graph, variables, binding.stages);
  if (staged !== null) return staged;
  const split = await binding.splitOff?.(graph, variables);
  const head = split?.head ?? graph;
  const { graph: cut, variables: parts } = binding.readsInPlace
    ? cutVariables(head, variables)
    : { graph: head, variables };
  const model = lowerGraph(withDistinctNames(cut), { channelBlock: await findChannelBlock(binding) });
  return binding.open(encodeModel(model), tensorsOf(cut, parts), split?.tail);
}

function requireOwn(binding: Binding, graph: Graph, variables: Variables): void {
  for (const name of [...leavesOf(graph, 'variable').keys(), ...Object.keys(graph.updates)]) {
    if (!binding.owns(variables[name] as Variable))
      throw new RangeError(`onnx engine: variable "${name}" belongs to another engine`);
  }
}

/** ONNX Runtime refuses a model without nodes. */
const emptyProgram: Program = { run: async () => ({}), dispose: async () => {} };

/** An output may have the name of an input; ONNX has one name space. */
function withDistinctNames({ outputs, updates }: Graph): Graph {
  const renamed = Object.entries(outputs).map(([name, value]) => [outputName(name), value] as const);
  return { outputs: Object.fromEntries(renamed), updates };
}

function outputName(name: string): string {
  return `${name}.out`;
}

function tensorsOf(graph: Graph, variables: Variables): ModelTensors {
  const find = (name: string): Variable => variables[name] as Variable;
  return {
    inputs: leavesOf(graph, 'input'),
    read: [...leavesOf(graph, 'variable')].map(([name, { shape }]) => ({
      name,
      variable: find(name),
      shape,
    })),
    outputs: Object.entries(graph.outputs).map(([name, { shape, dataType }]) => {
      return { name: outputName(name), returnedAs: name, shape, dataType };
    }),
    written: Object.entries(graph.updates).map(([name, { shape }]) => {
      return { name: updateName(name), variable: find(name), shape };
    }),
  };
}
