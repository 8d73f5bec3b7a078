// Activations that a graph composes of several operations and Keras has by name.
import type { Activation } from '@rectify/activations';
import { valuesOf } from '../../graph/graph.js';
import type { Value } from '../../graph/value.js';
import type { ActivationSite } from '../../layers/layer.js';

/** An activation as Keras names it, and what it is applied to. */
export interface NamedActivation {
  readonly name: string;
  readonly preActivation: Value;
}

/** The places of such activations, by their output. */
export function namedActivations(sites: readonly ActivationSite[]): ReadonlyMap<Value, NamedActivation> {
  return new Map(
    sites.flatMap(({ activation, preActivation, output }) => {
      const name = kerasName(activation);
      return name === null ? [] : [[output, { name, preActivation }] as const];
    }),
  );
}

/** Null for activations that are one operation, and for those that TensorFlow.js has no name for. */
function kerasName(activation: Activation): string | null {
  switch (activation.kind) {
    case 'gelu':
      // Its approximation is `gelu_new`, a name that TensorFlow.js 4.22 writes but cannot read.
      return activation.approximation === 'tanh' ? null : 'gelu';
    case 'silu':
      return 'swish';
    case 'mish':
    case 'selu':
    case 'relu6':
      return activation.kind;
    default:
      return null;
  }
}

/** The values that a result is made from, in an order of evaluation, without what happens inside a named activation. */
export function valuesBehind(result: Value, named: ReadonlyMap<Value, NamedActivation>): Value[] {
  const needed = new Set<Value>();
  const open = [result];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (needed.has(value)) continue;
    needed.add(value);
    const activation = named.get(value);
    open.push(...(activation === undefined ? value.inputs : [activation.preActivation]));
  }
  return valuesOf({ outputs: { result }, updates: {} }).filter((value) => needed.has(value));
}
