// Where a graph begins: what the caller feeds, what the program keeps, and what never changes.
import type { DataType } from './operationSet.js';
import { printShape, type Shape, sizeOf } from './shape.js';
import { operation, type Value } from './value.js';

/** A value, or a number that stands for a scalar constant. */
export type Operand = Value | number;

/** A tensor that the caller feeds on every run. */
export function input(name: string, shape: Shape, dataType: DataType = 'float32'): Value<'input'> {
  return operation('input', 'none', { output: () => ({ shape, dataType }), gradient: null })([], { name });
}

/** A tensor that stays with the program between runs. */
export function variable(name: string, shape: Shape): Value<'variable'> {
  return operation('variable', 'none', { output: () => ({ shape }), gradient: null })([], { name });
}

/**
 * A tensor that never changes.
 *
 * @param data - the elements in row-major order
 * @throws RangeError if their number does not fit the shape
 */
export function constant(
  data: ArrayLike<number>,
  shape: Shape,
  dataType: DataType = 'float32',
): Value<'constant'> {
  if (data.length !== sizeOf(shape)) {
    throw new RangeError(
      `constant: shape ${printShape(shape)} needs ${sizeOf(shape)} values, got ${data.length}`,
    );
  }
  return operation('constant', 'none', { output: () => ({ shape, dataType }), gradient: null })([], { data });
}

/** A scalar constant. */
export function scalar(value: number): Value<'constant'> {
  return constant([value], []);
}

/** The value itself, or the scalar constant that a number stands for. */
export function toValue(operand: Operand): Value {
  return typeof operand === 'number' ? scalar(operand) : operand;
}
