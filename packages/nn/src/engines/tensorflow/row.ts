// What an operation is to the TensorFlow engine: a function from tensors to a tensor.
import type { Tensor } from '@tensorflow/tfjs-core';
import type { OperationName } from '../../graph/operationSet.js';
import type { Shape } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';

/** What is known when a program is compiled: attributes, the shape of the result, the operands. */
export type Site<Name extends OperationName> = Pick<Value<Name>, 'attributes' | 'shape' | 'inputs'>;

/** The operations that compute; leaves are bound instead. */
export type Computation = Exclude<OperationName, 'input' | 'variable' | 'constant'>;

/** Computes one operation. The result is a tensor of its own, never an operand; operands stay as they are. */
export type Kernel = (...inputs: readonly Tensor[]) => Tensor;

/** Makes the kernel of an operation. What does not depend on the numbers is worked out here, once. */
export type Row<Name extends OperationName> = (site: Site<Name>) => Kernel;

/** The table of the engine. */
export type Rows = { readonly [Name in Computation]: Row<Name> };

/** The operand with this index of a kernel that has it. */
export function operandShape({ inputs }: Pick<Value, 'inputs'>, index: number): Shape {
  return (inputs[index] as Value).shape;
}
