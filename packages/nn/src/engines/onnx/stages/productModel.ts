// The large products of a stage as a model for ONNX Runtime.
import { input } from '../../../graph/leaves.js';
import { matmul } from '../../../graph/linearAlgebra.js';
import type { Shape } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { lowerGraph } from '../lower.js';
import type { Memory } from '../nativeMemory.js';
import { encodeModel } from '../schema.js';

/** A matrix that goes into a model or comes out of it. */
export interface MatrixPort {
  /** In the model. */
  readonly name: string;
  readonly shape: Shape;
}

/** An operand, which may lie in turns at two places. */
export interface OperandPort extends MatrixPort {
  readonly halves: readonly Memory<Float32Array>[];
  /** Which of them holds it now. */
  readonly present: () => number;
}

/** A result. */
export interface ResultPort extends MatrixPort {
  readonly memory: Memory<Float32Array>;
}

/** A model with what it reads and writes. */
export interface ProductModel {
  readonly model: Uint8Array;
  readonly operands: readonly OperandPort[];
  readonly results: readonly ResultPort[];
}

/** Products that run. */
export interface RunningProducts {
  /** Writes the results where they belong; a promise if that takes more than this call. */
  run(): Promise<void> | undefined;
  dispose(): Promise<void>;
}

/** Where the content of operands and results lies. */
export interface ProductPlaces {
  readonly operand: (value: Value) => Pick<OperandPort, 'halves' | 'present'>;
  readonly result: (value: Value) => Memory<Float32Array>;
}

/** The model of some products. */
export function productModel(products: readonly Value<'matmul'>[], places: ProductPlaces): ProductModel {
  const operands = [...new Set(products.flatMap(({ inputs }) => inputs))];
  const leaves = new Map(operands.map((value, index) => [value, input(`operand${index}`, value.shape)]));
  const outputs = products.map(({ inputs, attributes }, index) => {
    const [left, right] = inputs.map((operand) => leaves.get(operand)) as [Value, Value];
    return [`product${index}`, matmul(left, right, attributes)] as const;
  });
  return {
    model: encodeModel(lowerGraph({ outputs: Object.fromEntries(outputs), updates: {} })),
    operands: operands.map((value, index) => ({
      name: `operand${index}`,
      shape: value.shape,
      ...places.operand(value),
    })),
    results: products.map((product, index) => ({
      name: `product${index}`,
      shape: product.shape,
      memory: places.result(product),
    })),
  };
}
