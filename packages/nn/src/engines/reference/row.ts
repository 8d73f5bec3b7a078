// What an operation is to the reference engine: a function from arrays to an array.
import type { OperationAttributes, OperationName } from '../../graph/operationSet.js';
import type { Shape } from '../../graph/shape.js';

/** A computed value: its elements in row-major order. Masks are 0 and 1, indices whole numbers. */
export interface Tensor {
  readonly shape: Shape;
  readonly data: Float64Array;
}

/** What an operation needs besides its inputs: its attributes and the shape of its result. */
export interface Site<Name extends OperationName> {
  readonly attributes: OperationAttributes[Name];
  readonly shape: Shape;
}

/** The operations that compute; inputs and variables are bound instead. */
export type Computation = Exclude<OperationName, 'input' | 'variable'>;

/** Computes the elements of one operation. It may return the elements of an input, and never changes them. */
export type Row<Name extends OperationName> = (
  site: Site<Name>,
  ...inputs: readonly Tensor[]
) => Float64Array;

/** The table of the engine. */
export type Rows = { readonly [Name in Computation]: Row<Name> };
