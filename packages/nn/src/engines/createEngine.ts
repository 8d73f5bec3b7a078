import type { Engine } from './engine.js';
import type { OnnxEngineOptions } from './onnx/onnxEngine.js';
import type { TensorflowOptions } from './tensorflow/loadTensorflow.js';

/** Settings by engine. */
export interface EngineOptions {
  readonly onnx: OnnxEngineOptions;
  readonly tensorflow: TensorflowOptions;
  readonly reference: Readonly<Record<never, never>>;
}

/** Name of an engine. */
export type EngineName = keyof EngineOptions;

const openers: { readonly [Name in EngineName]: (options: EngineOptions[Name]) => Promise<Engine> } = {
  onnx: async (options) => (await import('./onnx/onnxEngine.js')).createOnnxEngine(options),
  tensorflow: async (options) =>
    (await import('./tensorflow/tensorflowEngine.js')).createTensorflowEngine(options),
  reference: async () => (await import('./reference/referenceEngine.js')).createReferenceEngine(),
};

/**
 * The engines by name: `onnx` for work, `tensorflow` to check it against an independent library, and
 * `reference` (float64, slow) that says what the operations mean.
 */
export const ENGINES = Object.keys(openers) as readonly EngineName[];

/**
 * Opens an engine. Its runtime is loaded only now.
 *
 * @throws RangeError if there is no engine of this name, or an option is out of range
 * @throws Error if the runtime's native library, or the chosen backend, does not load on this platform
 * @example
 * const engine = await createEngine('onnx', { threads: 1 });
 */
export async function createEngine<Name extends EngineName>(
  name: Name,
  options: EngineOptions[Name] = {},
): Promise<Engine> {
  if (!Object.hasOwn(openers, name)) {
    throw new RangeError(`unknown engine "${name}"; known: ${ENGINES.join(', ')}`);
  }
  return openers[name](options);
}
