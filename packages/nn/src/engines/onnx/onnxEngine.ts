// Programs on ONNX Runtime: one InferenceSession for a graph, one call for a run.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Graph, leavesOf, valuesOf } from '../../graph/graph.js';
import type { Shape } from '../../graph/shape.js';
import { positiveInteger } from '../../positiveInteger.js';
import { checkFeeds, checkVariables } from '../checkFeeds.js';
import type { Engine, NumberArray, Program, Variable, Variables } from '../engine.js';
import { findChannelBlock } from './channelBlock.js';
import { lowerGraph, updateName } from './lower.js';
import { OnnxVariable, type Runtime, WholeVariable } from './onnxVariable.js';
import { encodeModel } from './schema.js';

/** Settings of the engine. */
export interface OnnxEngineOptions {
  /** Threads inside one operation; default 1, since one process per core scales better. */
  readonly threads?: number;
}

/**
 * Opens ONNX Runtime.
 *
 * @throws RangeError if `threads` is no positive integer
 * @throws Error if the runtime's native library does not load on this platform
 */
export async function createOnnxEngine({ threads = 1 }: OnnxEngineOptions = {}): Promise<Engine> {
  positiveInteger('onnx engine: threads', threads);
  const runtime = await import('onnxruntime-node');
  return {
    name: 'onnx',
    variable: (content) => new WholeVariable(runtime, content),
    compile: (graph, variables = {}) => compile(runtime, { graph, variables, threads }),
  };
}

interface Compilation {
  readonly graph: Graph;
  readonly variables: Variables;
  readonly threads: number;
}

async function compile(runtime: Runtime, { graph, variables, threads }: Compilation): Promise<Program> {
  checkVariables(graph, variables);
  if (valuesOf(graph).length === 0) return emptyProgram;
  const model = lowerGraph(withDistinctNames(graph), { channelBlock: await findChannelBlock(runtime) });
  const session = await runtime.InferenceSession.create(encodeModel(model), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  return new OnnxProgram(runtime, session, graph, variables);
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

function ownVariable(name: string, variable: Variable | undefined): OnnxVariable {
  if (variable instanceof OnnxVariable) return variable;
  throw new RangeError(`onnx engine: variable "${name}" belongs to another engine`);
}

class OnnxProgram implements Program {
  readonly #runtime: Runtime;
  readonly #session: InferenceSession;
  readonly #inputs: ReadonlyMap<string, { readonly shape: Shape; readonly dataType: string }>;
  readonly #read: readonly (readonly [string, OnnxVariable, Shape])[];
  readonly #written: readonly (readonly [string, OnnxVariable])[];
  readonly #outputs: readonly string[];

  constructor(runtime: Runtime, session: InferenceSession, graph: Graph, variables: Variables) {
    const find = (name: string): OnnxVariable => ownVariable(name, variables[name]);
    this.#runtime = runtime;
    this.#session = session;
    this.#inputs = leavesOf(graph, 'input');
    this.#read = [...leavesOf(graph, 'variable')].map(([name, { shape }]) => [name, find(name), shape]);
    this.#written = Object.keys(graph.updates).map((name) => [updateName(name), find(name)]);
    this.#outputs = Object.keys(graph.outputs);
  }

  async run(feeds: Readonly<Record<string, NumberArray>>): Promise<Record<string, NumberArray>> {
    checkFeeds(this.#inputs, feeds);
    const tensors: Record<string, Tensor> = {};
    for (const [name, { shape, dataType }] of this.#inputs) {
      tensors[name] = this.#toTensor(feeds[name] as NumberArray, shape, dataType);
    }
    for (const [name, { tensor }, shape] of this.#read) {
      tensors[name] = shape.length === 1 ? tensor : tensor.reshape(shape);
    }
    const results = await this.#session.run(tensors);
    for (const [name, variable] of this.#written) {
      const next = results[name] as Tensor;
      variable.tensor = next.dims.length === 1 ? next : next.reshape([next.size]);
    }
    const outputs: Record<string, NumberArray> = {};
    for (const name of this.#outputs)
      outputs[name] = (results[outputName(name)] as Tensor).data as NumberArray;
    return outputs;
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  #toTensor(values: NumberArray, shape: Shape, dataType: string): Tensor {
    const { Tensor } = this.#runtime;
    if (dataType === 'int32')
      return new Tensor('int32', values instanceof Int32Array ? values : Int32Array.from(values), shape);
    if (dataType === 'uint8')
      return new Tensor('uint8', values instanceof Uint8Array ? values : Uint8Array.from(values), shape);
    if (dataType === 'bool') return new Tensor('bool', Uint8Array.from(values), shape);
    return new Tensor('float32', values instanceof Float32Array ? values : Float32Array.from(values), shape);
  }
}
