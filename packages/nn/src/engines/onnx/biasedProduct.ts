import { isOperation } from '../../graph/graph.js';
import { sizeOf } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';

/** A matrix product or convolution together with the bias that is added to it. */
export interface BiasedProduct {
  readonly product: Value<'matmul'> | Value<'conv2d'>;
  readonly bias: Value;
}

/** The product whose bias this value adds; null if it is no such sum. */
export function biasedProduct(value: Value): BiasedProduct | null {
  const [product, addend] = value.inputs;
  if (value.operation !== 'add' || product === undefined || addend === undefined) return null;
  if (isOperation(product, 'matmul') && product.shape.length === 2) {
    return addend.shape.length <= 2 &&
      addend.shape.at(-1) === product.shape[1] &&
      sizeOf(addend.shape) === product.shape[1]
      ? { product, bias: addend }
      : null;
  }
  if (isOperation(product, 'conv2d')) {
    // A convolution's bias is a reshape of [F] to [F, 1, 1], as the layer writes it.
    const flat = isOperation(addend, 'reshape') ? addend.inputs[0] : undefined;
    const isBias =
      flat?.shape.length === 1 && addend.shape.length === 3 && addend.shape[0] === product.shape[1];
    return flat !== undefined && isBias ? { product, bias: flat } : null;
  }
  return null;
}
