// The activations of Keras by name.
import {
  type Activation,
  elu as eluActivation,
  gelu as geluActivation,
  hardswish as hardswishActivation,
  leakyRelu as leakyReluActivation,
  mish as mishActivation,
  relu6 as relu6Activation,
  relu as reluActivation,
  selu as seluActivation,
  sigmoid as sigmoidActivation,
  silu as siluActivation,
  softplus as softplusActivation,
  tanh as tanhActivation,
} from '@rectify/activations';
import { clamp, exp } from '../../graph/arithmetic.js';
import { gelu, hardswish, mish, relu6, selu, silu } from '../../graph/composedActivations.js';
import { elu, leakyRelu, relu, sigmoid, softplus, tanh } from '../../graph/rectifiers.js';
import { logSoftmax, softmax } from '../../graph/softmax.js';
import type { Value } from '../../graph/value.js';
import { isRecord, shown } from './json.js';
import { inOrder, type KerasSite, type KerasTensor } from './kerasSite.js';
import { ownAxes } from './operand.js';

interface Known {
  readonly activation: (alpha: number) => Activation;
  readonly compute: (x: Value, alpha: number) => Value;
}

const silent: Known = { activation: siluActivation, compute: silu };
const hard: Known = { activation: hardswishActivation, compute: hardswish };

const known: Readonly<Record<string, Known>> = {
  relu: { activation: reluActivation, compute: relu },
  relu6: { activation: relu6Activation, compute: relu6 },
  elu: { activation: eluActivation, compute: elu },
  selu: { activation: seluActivation, compute: selu },
  gelu: { activation: () => geluActivation(), compute: (x) => gelu(x) },
  gelu_new: {
    activation: () => geluActivation({ approximation: 'tanh' }),
    compute: (x) => gelu(x, { approximation: 'tanh' }),
  },
  silu: silent,
  swish: silent,
  mish: { activation: mishActivation, compute: mish },
  hard_silu: hard,
  hard_swish: hard,
  softplus: { activation: softplusActivation, compute: softplus },
  sigmoid: { activation: sigmoidActivation, compute: sigmoid },
  tanh: { activation: tanhActivation, compute: tanh },
};

/** The last of Keras's axes, its channels, second in the graph: where inspection looks for units. */
export function channelsSecond(tensor: KerasTensor): KerasTensor {
  const last = tensor.axes.length - 1;
  return last < 2 ? tensor : inOrder(tensor, [0, last, ...ownAxes(tensor.axes).slice(1, last)]);
}

/** Notes an activation for inspection. */
export function recorded(
  { layer, context: { scope } }: KerasSite,
  activation: Activation,
  source: KerasTensor,
  output: Value,
): KerasTensor {
  scope.enter(layer.name).recordActivation({ activation, preActivation: source.value, output });
  return { ...source, value: output };
}

/**
 * Applies what the field `activation` of a layer names.
 *
 * @param alpha - of ELU
 * @throws RangeError naming the layer if it is not read
 */
export function activatedBy(field: unknown, tensor: KerasTensor, site: KerasSite, alpha = 1): KerasTensor {
  const name = isRecord(field) ? field.class_name : (field ?? 'linear');
  if (name === 'linear') return tensor;
  if (name === 'exponential') return { ...tensor, value: exp(tensor.value) };
  if (name === 'softmax' || name === 'log_softmax') {
    const { value, axes } = tensor;
    const compute = name === 'softmax' ? softmax : logSoftmax;
    return { axes, value: compute(value, axes.at(-1) as number) };
  }
  const entry = typeof name === 'string' && Object.hasOwn(known, name) ? known[name] : undefined;
  if (entry === undefined) throw site.error(`the activation ${shown(field)} is not read`);
  const source = channelsSecond(tensor);
  return recorded(site, entry.activation(alpha), source, entry.compute(source.value, alpha));
}

/** The layer ReLU, which can leak and have a ceiling. */
export function rectified(site: KerasSite): KerasTensor {
  const slope = site.number('negative_slope', 0);
  const ceiling = site.number('max_value', Number.MAX_VALUE);
  site.require(site.number('threshold', 0) === 0, 'a threshold is not read');
  if (slope === 0 && ceiling === 6) return activatedBy('relu6', site.input, site);
  const source = channelsSecond(site.input);
  const chosen = slope === 0 ? reluActivation() : leakyReluActivation(slope);
  const output = recorded(site, chosen, source, leakyRelu(source.value, slope));
  if (ceiling === Number.MAX_VALUE) return output;
  return { ...output, value: clamp(output.value, slope === 0 ? 0 : -Number.MAX_VALUE, ceiling) };
}
