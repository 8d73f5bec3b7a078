import { type Activation, type Prelu, parseActivation, type Rrelu } from '@rectify/activations';
import { add, mul, neg } from '../graph/arithmetic.js';
import { gelu, hardswish, mish, relu6, selu, silu } from '../graph/composedActivations.js';
import { concat } from '../graph/movement.js';
import { elu, leakyRelu, prelu, relu, sigmoid, softplus, tanh } from '../graph/rectifiers.js';
import type { Value } from '../graph/value.js';
import { constantInitializer } from '../initializers.js';
import type { Layer, Scope } from './layer.js';

/**
 * An activation as a layer, by its spec (`leaky_relu:0.1`) or as a value of `@rectify/activations`.
 *
 * PReLU learns one slope per channel (axis 1), or one per layer with `shared`; slopes have no weight decay. RReLU draws
 * a slope for each element in training and has the mean slope in evaluation. CReLU doubles the channels: [B, C, ...] to
 * [B, 2 C, ...].
 *
 * @throws ActivationSpecError if the spec names no activation
 */
export function activation(spec: string | Activation): Layer {
  const chosen = typeof spec === 'string' ? parseActivation(spec) : spec;
  return {
    kind: chosen.kind,
    activation: chosen,
    apply: (input, scope) => {
      // CReLU is ReLU on twice the units, each of which can be dead on its own.
      const preActivation = chosen.kind === 'crelu' ? concat([input, neg(input)], 1) : input;
      const output = applyActivation(chosen, preActivation, scope);
      scope.recordActivation({ activation: chosen, preActivation, output });
      return output;
    },
  };
}

function applyActivation(chosen: Activation, input: Value, scope: Scope): Value {
  switch (chosen.kind) {
    case 'relu':
    case 'crelu':
      return relu(input);
    case 'leaky_relu':
      return leakyRelu(input, chosen.negativeSlope);
    case 'prelu':
      return prelu(input, slopeParameter(chosen, input, scope));
    case 'rrelu':
      return scope.training ? randomizedRelu(chosen, input, scope) : leakyRelu(input, meanSlope(chosen));
    case 'relu6':
      return relu6(input);
    case 'elu':
      return elu(input, chosen.alpha);
    case 'selu':
      return selu(input);
    case 'gelu':
      return gelu(input, chosen);
    case 'silu':
      return silu(input);
    case 'mish':
      return mish(input);
    case 'hardswish':
      return hardswish(input);
    case 'softplus':
      return softplus(input);
    case 'sigmoid':
      return sigmoid(input);
    case 'tanh':
      return tanh(input);
    case 'linear':
      return input;
  }
}

/** A slope for each element, uniform in [lower, upper) (Xu, Wang, Chen, Li 2015). */
function randomizedRelu({ lower, upper }: Rrelu, input: Value, scope: Scope): Value {
  const chance = scope.noise('slope', { shape: input.shape, distribution: 'uniform' });
  return prelu(input, add(mul(chance, upper - lower), lower));
}

function meanSlope({ lower, upper }: Rrelu): number {
  return (lower + upper) / 2;
}

/** Shape [C, 1, ...] per channel, or all ones shared, so that the slope broadcasts from the channel axis on. */
function slopeParameter({ initialSlope, shared }: Prelu, input: Value, scope: Scope): Value {
  const [, channels, ...positions] = input.shape;
  return scope.parameter('slope', {
    shape: [shared ? 1 : (channels ?? 1), ...positions.map(() => 1)],
    initializer: constantInitializer(initialSlope),
  });
}
