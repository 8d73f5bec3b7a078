// Tracing a layer: the scopes that collect what it asks for.
import type { Activation } from '@rectify/activations';
import type { Value } from './graph/value.js';
import {
  type ActivationSite,
  applyLayer,
  type Layer,
  type ParameterRequest,
  type Scope,
  type StatisticRequest,
} from './layers/layer.js';

/** Where the values of parameters and statistics come from in one trace. */
export interface TraceSource {
  readonly training: boolean;
  parameter(name: string, request: ParameterRequest): Value;
  statistic(name: string, request: StatisticRequest): Value;
}

/** What a trace found besides its output. */
export interface Trace {
  readonly output: Value;
  readonly activations: readonly ActivationSite[];
  /** Statistics to keep for the next step, by name. */
  readonly statistics: ReadonlyMap<string, Value>;
}

/** Applies a layer to an input and collects what it recorded. */
export function trace(layer: Layer, input: Value, source: TraceSource): Trace {
  const activations: ActivationSite[] = [];
  const statistics = new Map<string, Value>();
  const scopeAt = (path: string, followedBy: Activation | null): Scope => {
    const inside = (name: string): string => (path === '' ? name : `${path}.${name}`);
    return {
      path,
      training: source.training,
      followedBy,
      enter: (name, next = followedBy) => scopeAt(inside(name), next),
      parameter: (name, request) => source.parameter(inside(name), request),
      statistic: (name, request) => statistics.get(inside(name)) ?? source.statistic(inside(name), request),
      updateStatistic: (name, next) => statistics.set(inside(name), next),
      recordActivation: (site) => activations.push({ layer: path, ...site }),
    };
  };
  const output = applyLayer(layer, input, scopeAt('', null));
  return { output, activations, statistics };
}
