// The trained network as an ONNX file: the forward pass in evaluation mode with its weights inside.
import { lowerGraph } from '../engines/onnx/lower.js';
import { encodeModel } from '../engines/onnx/schema.js';
import { input, variable } from '../graph/leaves.js';
import { type Shape, sizeOf } from '../graph/shape.js';
import type { Value } from '../graph/value.js';
import type { Model } from '../model.js';
import type { ModelState } from '../modelState.js';
import { trace } from '../trace.js';

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
  const frozen = new Map<Value, { name: string; data: ArrayLike<number> }>();
  const cutFrom = (
    flat: Float32Array | Float64Array,
    specs: readonly { name: string; shape: Shape; offset: number }[],
  ) => {
    const tensors = new Map<string, Value>();
    for (const { name, shape, offset } of specs) {
      const leaf = variable(name, shape);
      frozen.set(leaf, { name, data: flat.subarray(offset, offset + sizeOf(shape)) });
      tensors.set(name, leaf);
    }
    return (name: string): Value => tensors.get(name) as Value;
  };
  const { output } = trace(model.layer, input('input', [1, ...model.inputShape], model.inputType), {
    training: false,
    parameter: cutFrom(state.parameters.read(), model.parameters),
    statistic: cutFrom(state.statistics.read(), model.statistics),
  });
  const activations = JSON.stringify(model.activations);
  const proto = lowerGraph(
    { outputs: { output }, updates: {} },
    { frozen, batchAxis: 'batch', metadata: { ...metadata, activations } },
  );
  return encodeModel(proto);
}
