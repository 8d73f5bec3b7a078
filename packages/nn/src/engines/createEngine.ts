import type { Engine } from './engine.js';
import type { OnnxEngineOptions } from './onnx/onnxEngine.js';

/** The engines by name: `onnx` for work, `reference` (float64, slow) to check it against. */
export const ENGINES = ['onnx', 'reference'] as const;

/** Name of an engine. */
export type EngineName = (typeof ENGINES)[number];

/**
 * Opens an engine. Its runtime is loaded only now.
 *
 * @throws RangeError if there is no engine of this name, or an option is out of range
 * @throws Error if the runtime's native library does not load on this platform
 * @example
 * const engine = await createEngine('onnx', { threads: 1 });
 */
export async function createEngine(name: EngineName, options: OnnxEngineOptions = {}): Promise<Engine> {
  switch (name) {
    case 'onnx':
      return (await import('./onnx/onnxEngine.js')).createOnnxEngine(options);
    case 'reference':
      return (await import('./reference/referenceEngine.js')).createReferenceEngine();
    default:
      throw new RangeError(`unknown engine "${name satisfies never}"; known: ${ENGINES.join(', ')}`);
  }
}
