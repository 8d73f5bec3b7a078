// The numbers of a model with an engine, and how a trace reads them from the flat vectors.
import type { Engine, Variable } from './engines/engine.js';
import { concat, reshape, sliceAxis } from './graph/movement.js';
import { type Shape, sizeOf } from './graph/shape.js';
import type { Value } from './graph/value.js';
import { initialParameters, initialStatistics, type Model } from './model.js';
import { type NoiseSource, type Trace, trace } from './trace.js';

/** Parameters and statistics of one model, shared by all programs that are compiled against it. */
export interface ModelState {
  readonly parameters: Variable;
  readonly statistics: Variable;
}

/** New state with the model's initial numbers. */
export function createModelState(engine: Engine, model: Model): ModelState {
  return {
    parameters: engine.variable(initialParameters(model)),
    statistics: engine.variable(initialStatistics(model)),
  };
}

/** The tensors of a model as values of a graph, by name. */
export interface BoundModel {
  readonly model: Model;
  readonly parameters: ReadonlyMap<string, Value>;
  readonly statistics: ReadonlyMap<string, Value>;
}

/** Cuts the flat vectors into the tensors of a model. */
export function bindModel(
  model: Model,
  flat: { readonly parameters: Value; readonly statistics: Value },
): BoundModel {
  const cut = (vector: Value, specs: readonly { name: string; shape: Shape; offset: number }[]) =>
    new Map(
      specs.map(({ name, shape, offset }) => [
        name,
        reshape(sliceAxis(vector, 0, offset, offset + sizeOf(shape)), shape),
      ]),
    );
  return {
    model,
    parameters: cut(flat.parameters, model.parameters),
    statistics: cut(flat.statistics, model.statistics),
  };
}

/** Traces a model with the tensors it was bound to: in training mode if it is given a source of noise. */
export function traceBound(
  { model, parameters, statistics }: BoundModel,
  input: Value,
  noise?: NoiseSource,
): Trace {
  return trace(model.layer, input, {
    training: noise !== undefined,
    noise,
    parameter: (name) => parameters.get(name) as Value,
    statistic: (name) => statistics.get(name) as Value,
  });
}

/** One flat vector of the tensors, in the order of their specs. */
export function flatten(tensors: readonly Value[]): Value {
  return concat(
    tensors.map((tensor) => reshape(tensor, [sizeOf(tensor.shape)])),
    0,
  );
}
