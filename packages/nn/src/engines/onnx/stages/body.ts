// What the loop of a kernel computes for one element of its result.
import { type Shape, sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { isLiteral } from './values.js';

/** The elements that a loop goes over. */
export interface Domain {
  readonly rows: number;
  readonly columns: number;
}

/** What is computed for each element. */
export interface Body {
  readonly domain: Domain;
  /** In an order of evaluation, the result last; none if the result lies in memory. */
  readonly members: readonly Value[];
  readonly result: Value;
}

/**
 * The body of a loop over the elements of a result.
 *
 * @param isLoaded - whether a value is at hand, and need not be computed
 * @param options.keepsRows - whether a matrix must be gone through row by row; otherwise it is one long row if that makes no difference
 */
export function bodyOf(result: Value, isLoaded: (value: Value) => boolean, { keepsRows = false } = {}): Body {
  const members = new Set<Value>();
  const operands = new Set<Value>();
  const visit = (value: Value): void => {
    if (isLiteral(value) || members.has(value)) return;
    if (isLoaded(value)) {
      operands.add(value);
      return;
    }
    value.inputs.forEach(visit);
    members.add(value);
  };
  visit(result);
  const size = sizeOf(result.shape);
  const isOneRow =
    !keepsRows && [...operands].every(({ shape }) => sizeOf(shape) === size || sizeOf(shape) === 1);
  const [rows, columns] = isOneRow ? [1, size] : matrixOf(result.shape);
  return { domain: { rows, columns }, members: [...members], result };
}

/** Rows and columns of a shape with at most two axes. */
export function matrixOf(shape: Shape): [rows: number, columns: number] {
  return [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
}
