// How one operation becomes layers of a Keras model.
import type { OperationName } from '../../graph/operationSet.js';
import { printShape } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import type { LayerWriter } from './layerWriter.js';
import { type Flow, LayersExportError, type Numbers, type Operand } from './operand.js';

/** What a row sees: the value, its operands, at least one of which flows, and where to write. */
export interface RowSite<Name extends OperationName = OperationName> {
  readonly value: Value<Name>;
  readonly operands: readonly Operand[];
  readonly writer: LayerWriter;
}

/** Writes the layers of one operation. */
export type KerasRow<Name extends OperationName> = (site: RowSite<Name>) => Flow;

/** Rows for some of the operations; there is no layer for the others. */
export type KerasRows = { readonly [Name in OperationName]?: KerasRow<Name> };

/**
 * The operand, which has to be computed from the model's input.
 *
 * @throws LayersExportError if it is known ahead
 */
export function flowAt(site: Pick<RowSite, 'value' | 'operands'>, index: number): Flow {
  const operand = site.operands[index];
  if (operand?.kind === 'flow') return operand;
  throw unsupported(site.value, `its operand ${index} is constant`);
}

/**
 * The operand, which has to be known ahead, such as a weight.
 *
 * @throws LayersExportError if it depends on the model's input
 */
export function numbersAt(site: Pick<RowSite, 'value' | 'operands'>, index: number): Numbers {
  const operand = site.operands[index];
  if (operand?.kind === 'numbers') return operand;
  throw unsupported(site.value, `its operand ${index} depends on the input`);
}

/** The error for an operation in a form that has no layer. */
export function unsupported(value: Value, reason: string): LayersExportError {
  const shapes = value.inputs.map(({ shape }) => printShape(shape)).join(', ');
  return new LayersExportError(`"${value.operation}" on ${shapes} has no layer in TensorFlow.js: ${reason}`);
}

/** The layer that a parameter belongs to: `0.dense` for `0.dense.weight`; undefined at the top. */
export function layerNameOf({ name }: Numbers): string | undefined {
  const end = name?.lastIndexOf('.') ?? -1;
  return end > 0 ? name?.slice(0, end) : undefined;
}
