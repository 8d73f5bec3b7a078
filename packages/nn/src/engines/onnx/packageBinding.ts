// ONNX Runtime through the interface of its package for Node: every run makes new arrays for its results.
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { checkFeeds } from '../checkFeeds.js';
import type { NumberArray, Program, Variable } from '../engine.js';
import type { Binding, ModelTensors, SessionOptions } from './binding.js';
import { packageProducts } from './packageProducts.js';
import { PackageVariable, type Runtime, WholeVariable } from './packageVariable.js';
import type { TensorType } from './tensorType.js';
import { SharedMemories } from './webassembly/sharedMemories.js';

/**
 * Opens ONNX Runtime through its package.
 *
 * @throws Error if its native library does not load on this platform
 */
export async function openPackageBinding({ threads }: SessionOptions): Promise<Binding> {
  const runtime = await import('onnxruntime-node');
  const openSession = (model: Uint8Array) =>
    runtime.InferenceSession.create(model, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
    });
  // The package knows no addresses.
  const memories = new SharedMemories({ addressOf: () => 0n });
  return {
    readsInPlace: false,
    variable: (content) => new WholeVariable(runtime, content),
    owns: (variable) => variable instanceof PackageVariable,
    stages: {
      isWhole: (variable) => variable instanceof WholeVariable,
      memoryFor: (_, lengths) => memories.withRoom(lengths),
      residentOf: () => null,
      openProducts: async (model) => packageProducts(runtime, await openSession(model.model), model),
    },
    open: async (model, tensors) =>
      new PackageProgram({ runtime, session: await openSession(model), tensors }),
  };
}

interface ProgramParts {
  readonly runtime: Runtime;
  readonly session: InferenceSession;
  readonly tensors: ModelTensors;
}

class PackageProgram implements Program {
  readonly #parts: ProgramParts;
  #released: Promise<void> | undefined;

  constructor(parts: ProgramParts) {
    this.#parts = parts;
  }

  async run(feeds: Readonly<Record<string, NumberArray>>): Promise<Record<string, NumberArray>> {
    const { session, tensors } = this.#parts;
    checkFeeds(tensors.inputs, feeds);
    const results = await session.run(this.#fed(feeds));
    for (const { name, variable } of tensors.written) {
      const next = results[name] as Tensor;
      ownVariable(variable).tensor = next.dims.length === 1 ? next : next.reshape([next.size]);
    }
    const outputs: Record<string, NumberArray> = {};
    for (const { name, returnedAs } of tensors.outputs)
      outputs[returnedAs] = (results[name] as Tensor).data as NumberArray;
    return outputs;
  }

  /** A session can be released once. */
  dispose(): Promise<void> {
    this.#released ??= this.#parts.session.release();
    return this.#released;
  }

  #fed(feeds: Readonly<Record<string, NumberArray>>): Record<string, Tensor> {
    const { inputs, read } = this.#parts.tensors;
    const fed: Record<string, Tensor> = {};
    for (const [name, type] of inputs) fed[name] = this.#toTensor(feeds[name] as NumberArray, type);
    for (const { name, variable, shape } of read) {
      const { tensor } = ownVariable(variable);
      fed[name] = shape.length === 1 ? tensor : tensor.reshape(shape);
    }
    return fed;
  }

  #toTensor(values: NumberArray, { shape, dataType }: TensorType): Tensor {
    const { Tensor } = this.#parts.runtime;
    if (dataType === 'int32')
      return new Tensor('int32', values instanceof Int32Array ? values : Int32Array.from(values), shape);
    if (dataType === 'uint8')
      return new Tensor('uint8', values instanceof Uint8Array ? values : Uint8Array.from(values), shape);
    if (dataType === 'bool') return new Tensor('bool', Uint8Array.from(values), shape);
    return new Tensor('float32', values instanceof Float32Array ? values : Float32Array.from(values), shape);
  }
}

function ownVariable(variable: Variable): PackageVariable {
  // The binding was asked whether it owns each variable.
  return variable as PackageVariable;
}
