// The forward pass of a trained model with its numbers at hand: what every export of a network begins with.
import { input, variable } from '../graph/leaves.js';
import { type Shape, sizeOf } from '../graph/shape.js';
import type { Value } from '../graph/value.js';
import type { ActivationSite } from '../layers/layer.js';
import type { Model } from '../model.js';
import type { ModelState } from '../modelState.js';
import { trace } from '../trace.js';

/** A tensor of the model by the leaf that stands for it. */
export interface FrozenTensor {
  readonly name: string;
  readonly data: Float32Array | Float64Array;
}

/** A model in evaluation mode. */
export interface FrozenTrace {
  readonly output: Value;
  /** Parameters and statistics, by their leaves in the graph. */
  readonly frozen: ReadonlyMap<Value, FrozenTensor>;
  readonly activations: readonly ActivationSite[];
}

/** Traces a model behind an input named `input` with a batch of one, each tensor a leaf of its own. */
export function traceFrozen(model: Model, state: ModelState): FrozenTrace {
  const frozen = new Map<Value, FrozenTensor>();
  const leavesOf = (
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
  const { output, activations } = trace(
    model.layer,
    input('input', [1, ...model.inputShape], model.inputType),
    {
      training: false,
      parameter: leavesOf(state.parameters.read(), model.parameters),
      statistic: leavesOf(state.statistics.read(), model.statistics),
    },
  );
  return { output, frozen, activations };
}
