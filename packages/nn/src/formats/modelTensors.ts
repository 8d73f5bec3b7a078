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

/** The parameters and statistics of a model under their names, in the precision of the engine; copies. */
export function modelTensors(model: Model, state: ModelState): TensorFile {
  return {
    tensors: { ...cut(state.parameters, model.parameters), ...cut(state.statistics, model.statistics) },
    metadata: { activations: JSON.stringify(model.activations) },
  };
}

/**
 * What `modelTensors` gives, with the optimizer's slots, the copies and the number of updates.
 *
 * @example
 * const file = writeSafetensors(trainerTensors(trainer));
 * restoreTrainer(trainer, readSafetensors(file));
 */
export function trainerTensors<Inputs extends string, Copy extends string>(
  trainer: Trainer<Inputs, Copy>,
): TensorFile {
  const { tensors, metadata } = modelTensors(trainer.model, trainer.state);
  const extra = filled(trainer).map(
    ([name, variable]) => [name, { shape: [variable.size], data: variable.read() }] as const,
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

/**
 * Puts everything that `trainerTensors` saved back, so that training goes on as if it had not stopped. Nothing is
 * changed unless everything fits.
 *
 * @throws CheckpointError as `restoreModel`, or if the number of updates is missing
 */
export function restoreTrainer<Inputs extends string, Copy extends string>(
  trainer: Trainer<Inputs, Copy>,
  saved: TensorFile,
): void {
  const updates = parseUpdates(saved.metadata);
  const contents = filled(trainer).map(
    ([name, variable]) => [variable, tensorOf(saved.tensors, name, [variable.size])] as const,
  );
  restoreModel(trainer, saved);
  for (const [variable, content] of contents) variable.write(content);
  trainer.updates = updates;
}

function parseUpdates({ updates = '' }: TensorFile['metadata']): number {
  if (/^\d+$/.test(updates) && Number.isSafeInteger(Number(updates))) return Number(updates);
  throw new CheckpointError(`checkpoint: "updates" must be an integer from 0 up, got "${updates}"`);
}

/** A model without statistics has copies without them; a tensor without elements is not saved. */
function filled({ variables }: Pick<Trainer<string, string>, 'variables'>): [string, Variable][] {
  return Object.entries(variables).filter(([, { size }]) => size > 0);
}

/** Compares the activations in their order; where they stand, the names of the tensors tell. */
function requireActivations({ activations }: Model, metadata: TensorFile['metadata']): void {
  if (metadata.activations === undefined) return;
  const expected = activations.map(({ activation }) => activation);
  const saved = parseActivations(metadata.activations);
  if (saved.length === expected.length && saved.every((spec, index) => spec === expected[index])) return;
  throw new CheckpointError(
    `checkpoint: the weights were trained with ${tally(saved)}, the model uses ${tally(expected)}; ` +
      'create the model with the same activation',
  );
}

function parseActivations(text: string): string[] {
  try {
    return (JSON.parse(text) as Model['activations']).map(({ activation }) => activation);
  } catch (cause) {
    throw new CheckpointError(
      `checkpoint: "activations" must be the list that modelTensors writes, got ${text}`,
      {
        cause,
      },
    );
  }
}

/** `2 x relu, 1 x tanh` */
function tally(specs: readonly string[]): string {
  const kinds = [...new Set(specs)].map(
    (kind) => `${specs.filter((spec) => spec === kind).length} x ${kind}`,
  );
  return kinds.join(', ') || 'no activation';
}

interface Spec {
  readonly name: string;
  readonly shape: Shape;
  readonly offset: number;
}

function cut(variable: Variable, specs: readonly Spec[]): Record<string, NamedTensor> {
  const flat = variable.read();
  return Object.fromEntries(
    specs.map(({ name, shape, offset }) => [
      name,
      { shape, data: flat.slice(offset, offset + sizeOf(shape)) },
    ]),
  );
}

/** In double precision, which holds the numbers of every engine. */
function join(tensors: TensorFile['tensors'], specs: readonly Spec[], size: number): Float64Array {
  const flat = new Float64Array(size);
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
