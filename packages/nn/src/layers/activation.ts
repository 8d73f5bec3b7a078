import { type Activation, type Prelu, parseActivation } from '@rectify/activations';
import { elu, leakyRelu, prelu, relu, sigmoid, tanh } from '../graph/rectifiers.js';
import type { Value } from '../graph/value.js';
import { constantInitializer } from '../initializers.js';
import type { Layer, Scope } from './layer.js';

/**
 * An activation as a layer, by its spec (`leaky_relu:0.1`) or as a value of `@rectify/activations`.
 *
 * PReLU learns one slope per channel (axis 1), or one per layer with `shared`; slopes have no weight decay.
 *
 * @throws ActivationSpecError if the spec names no activation
 */
export function activation(spec: string | Activation): Layer {
  const chosen = typeof spec === 'string' ? parseActivation(spec) : spec;
  return {
    kind: chosen.kind,
    activation: chosen,
    apply: (input, scope) => {
      const output = applyActivation(chosen, input, scope);
      scope.recordActivation({ activation: chosen, preActivation: input, output });
      return output;
    },
  };
}

function applyActivation(chosen: Activation, input: Value, scope: Scope): Value {
  switch (chosen.kind) {
    case 'relu':
      return relu(input);
    case 'leaky_relu':
      return leakyRelu(input, chosen.negativeSlope);
    case 'prelu':
      return prelu(input, slopeParameter(chosen, input, scope));
    case 'elu':
      return elu(input, chosen.alpha);
    case 'sigmoid':
      return sigmoid(input);
    case 'tanh':
      return tanh(input);
    case 'linear':
      return input;
  }
}

/** Shape [C, 1, ...] per channel, or all ones shared, so that the slope broadcasts from the channel axis on. */
function slopeParameter({ initialSlope, shared }: Prelu, input: Value, scope: Scope): Value {
  const [, channels, ...positions] = input.shape;
  return scope.parameter('slope', {
    shape: [shared ? 1 : (channels ?? 1), ...positions.map(() => 1)],
    initializer: constantInitializer(initialSlope),
  });
}
