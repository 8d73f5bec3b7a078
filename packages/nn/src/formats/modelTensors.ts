// Between the flat vectors of a running model and the named tensors of a checkpoint.
import type { Variable } from '../engines/engine.js';
import { printShape, type Shape, sameShape, sizeOf } from '../graph/shape.js';
import type { Model } from '../model.js';
import type { ModelState } from '../modelState.js';
import type { Trainer } from '../trainer.js';
import type { NamedTensor, TensorFile } from './safetensors.js';

/** A checkpoint that does not fit the model it is loaded into. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
}

/** The parameters and statistics of a model under their names. */
export function modelTensors(model: Model, state: ModelState): TensorFile {
  return {
    tensors: { ...cut(state.parameters, model.parameters), ...cut(state.statistics, model.statistics) },
    metadata: { activations: JSON.stringify(model.activations) },
  };
}

/** What `modelTensors` gives, with the optimizer's slots, the frozen copies and the number of updates. */
export function trainerTensors<Inputs extends string, Frozen extends string>(
  trainer: Trainer<Inputs, Frozen>,
): TensorFile {
  const { tensors, metadata } = modelTensors(trainer.model, trainer.state);
  const extra = Object.entries(trainer.variables)
    .filter(([, { size }]) => size > 0)
    .map(
      ([name, variable]) =>
        [name, { shape: [variable.size], data: Float32Array.from(variable.read()) }] as const,
    );
  return {
    tensors: { ...tensors, ...Object.fromEntries(extra) },
    metadata: { ...metadata, updates: String(trainer.updates) },
  };
}

/** How strictly a checkpoint must fit. */
export interface RestoreOptions {
  /** Load weights that were trained with other activations; default false. */
  readonly allowOtherActivations?: boolean;
}

/**
 * Puts saved tensors into a model. Nothing is changed unless everything fits.
 *
 * @throws CheckpointError if a tensor is missing or has another shape, or if the weights were trained
 *   with other activations
 */
export function restoreModel(
  { model, state }: { readonly model: Model; readonly state: ModelState },
  { tensors, metadata }: TensorFile,
  { allowOtherActivations = false }: RestoreOptions = {},
): void {
  if (!allowOtherActivations) requireActivations(model, metadata);
  const parameters = join(tensors, model.parameters, model.parameterCount);
  const statistics = join(tensors, model.statistics, model.statisticCount);
  state.parameters.write(parameters);
  state.statistics.write(statistics);
}

/** Puts everything that `trainerTensors` saved back, so that training goes on as if it had not stopped. */
export function restoreTrainer<Inputs extends string, Frozen extends string>(
  trainer: Trainer<Inputs, Frozen>,
  saved: TensorFile,
): void {
  const updates = Number(saved.metadata.updates);
  if (!Number.isSafeInteger(updates) || updates < 0) {
    throw new CheckpointError(
      `checkpoint: "updates" must be an integer from 0 up, got ${saved.metadata.updates}`,
    );
  }
  const extra = Object.entries(trainer.variables).filter(([, { size }]) => size > 0);
  const contents = extra.map(([name, { size }]) => tensorOf(saved.tensors, name, [size]));
  restoreModel(trainer, saved);
  extra.forEach(([, variable], index) => {
    variable.write(contents[index] as ArrayLike<number>);
  });
  trainer.updates = updates;
}

function requireActivations(
  { activations }: Model,
  { activations: saved }: Readonly<Record<string, string>>,
): void {
  if (saved === undefined || saved === JSON.stringify(activations)) return;
  const kinds = (text: string): string =>
    [...new Set([...text.matchAll(/"activation":"([^"]*)"/g)].map(([, spec]) => spec))].join(', ') || 'none';
  throw new CheckpointError(
    `checkpoint: the weights were trained with ${kinds(saved)}, the model uses ${kinds(JSON.stringify(activations))}; ` +
      'create the model with the same activation',
  );
}

type Spec = { readonly name: string; readonly shape: Shape; readonly offset: number };

function cut(variable: Variable, specs: readonly Spec[]): Record<string, NamedTensor> {
  const flat = Float32Array.from(variable.read());
  return Object.fromEntries(
    specs.map(({ name, shape, offset }) => [
      name,
      { shape, data: flat.slice(offset, offset + sizeOf(shape)) },
    ]),
  );
}

function join(tensors: TensorFile['tensors'], specs: readonly Spec[], size: number): Float32Array {
  const flat = new Float32Array(size);
  for (const { name, shape, offset } of specs) flat.set(tensorOf(tensors, name, shape), offset);
  return flat;
}

function tensorOf(tensors: TensorFile['tensors'], name: string, shape: Shape): NamedTensor['data'] {
  const tensor = tensors[name];
  if (tensor === undefined) throw new CheckpointError(`checkpoint: tensor "${name}" is missing`);
  if (!sameShape(tensor.shape, shape)) {
    throw new CheckpointError(
      `checkpoint: tensor "${name}" must have shape ${printShape(shape)}, got ${printShape(tensor.shape)}`,
    );
  }
  return tensor.data;
}
