// What a value is to a program in stages.
import { isOperation } from '../../../graph/graph.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';

/** From so many multiplications on a product is faster in ONNX Runtime, launch included. */
const LARGE_PRODUCT = 2 ** 17;

/** Whether a value comes from outside. */
export function isLeaf(value: Value): boolean {
  return isOperation(value, 'input') || isOperation(value, 'variable') || isOperation(value, 'constant');
}

/** Whether a value is one number that is known ahead. */
export function isLiteral(value: Value): value is Value<'constant'> {
  return isOperation(value, 'constant') && sizeOf(value.shape) === 1;
}

/** Whether a value is a part of its input, with the elements in the same order. */
export function isView(value: Value): value is Value<'reshape' | 'slice'> {
  if (isOperation(value, 'slice')) return value.shape.length === 1 && value.attributes.steps[0] === 1;
  return isOperation(value, 'reshape');
}

/** Whether a value is a product of two matrices. */
export function isProduct(value: Value): value is Value<'matmul'> {
  return isOperation(value, 'matmul') && value.inputs.every(({ shape }) => shape.length === 2);
}

/** Whether a value is a product for ONNX Runtime. */
export function isLargeProduct(value: Value): boolean {
  if (!isProduct(value)) return false;
  const [left] = value.inputs as readonly [Value, ...Value[]];
  return sizeOf(left.shape) * (value.shape[1] as number) >= LARGE_PRODUCT;
}

export type Reduction = Value<'reduceSum' | 'reduceMax'>;

/** Whether a value is a sum or a maximum over axes. */
export function isReduction(value: Value): value is Reduction {
  return isOperation(value, 'reduceSum') || isOperation(value, 'reduceMax');
}

/** What one element of a reduction is made of: `all` elements, a `row` of a matrix, a `column`; null for other axes. */
export function reducedOver(value: Reduction): 'all' | 'row' | 'column' | null {
  const [input] = value.inputs as [Value];
  const { axes } = value.attributes;
  if (isOperation(value, 'reduceSum') && sizeOf(value.shape) === 1) return 'all';
  if (input.shape.length !== 2 || axes.length !== 1) return null;
  return axes[0] === 1 ? 'row' : 'column';
}
