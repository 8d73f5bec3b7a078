// Tracing a layer: the scopes that collect what it asks for.
import { type Activation, gain } from '@rectify/activations';
import type { Value } from './graph/value.js';
import {
  type ActivationSite,
  applyLayer,
  type GainRule,
  type Layer,
  type NoiseRequest,
  type ParameterRequest,
  type Scope,
  type StatisticRequest,
} from './layers/layer.js';

/** Where the values of parameters, statistics and noise come from in one trace. */
export interface TraceSource {
  readonly training: boolean;
  /** Only a trace whose initial weights are used needs another than each activation's own gain. */
  readonly gainOf?: GainRule | undefined;
  /** What makes random numbers; only a training trace needs it. */
  readonly noise?: NoiseSource | undefined;
  parameter(name: string, request: ParameterRequest): Value;
  statistic(name: string, request: StatisticRequest): Value;
}

/** Makes the random numbers that a layer asks for. */
export type NoiseSource = (name: string, request: NoiseRequest) => Value;

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
      gainOf: source.gainOf ?? gain,
      enter: (name, next = followedBy) => scopeAt(inside(name), next),
      parameter: (name, request) => source.parameter(inside(name), request),
      statistic: (name, request) => statistics.get(inside(name)) ?? source.statistic(inside(name), request),
      updateStatistic: (name, next) => statistics.set(inside(name), next),
      noise: (name, request) => {
        if (source.noise === undefined) throw new Error(`layer "${path}": this trace has no noise`);
        return source.noise(inside(name), request);
      },
      recordActivation: (site) => activations.push({ layer: path, ...site }),
    };
  };
  const output = applyLayer(layer, input, scopeAt('', null));
  return { output, activations, statistics };
}
