// The trained network as an ONNX file: the forward pass in evaluation mode with its weights inside.
import { lowerGraph } from '../engines/onnx/lower.js';
import { encodeModel } from '../engines/onnx/schema.js';
import type { Model } from '../model.js';
import type { ModelState } from '../modelState.js';
import { traceFrozen } from './frozenTrace.js';

/**
 * The bytes of `model.onnx` (opset 18): input `input` [batch, ...inputShape] with a dynamic batch axis,
 * output `output` [batch, ...outputShape], weights as initializers under the names of the parameters.
 *
 * @param metadata - facts for the reader of the file, beside the activations
 * @example
 * const bytes = exportOnnx(model, trainer.state, { task: 'multiplication' });
 */
export function exportOnnx(
  model: Model,
  state: ModelState,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { output, frozen } = traceFrozen(model, state);
  const activations = JSON.stringify(model.activations);
  const proto = lowerGraph(
    { outputs: { output }, updates: {} },
    { frozen, batchAxis: 'batch', metadata: { ...metadata, activations } },
  );
  return encodeModel(proto);
}
