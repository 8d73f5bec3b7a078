// A value is a node of the graph: the operation that makes it, the values it is made from, its shape.
// An operation is defined once, by `operation`, as a shape rule and a gradient rule side by side.

import type { DataType, OperationAttributes, OperationName } from './operationSet.js';
import type { Shape } from './shape.js';
import { ShapeError } from './shapeError.js';

/** A symbolic tensor. */
export interface Value<Name extends OperationName = OperationName> {
  readonly operation: Name;
  readonly inputs: readonly Value[];
  readonly attributes: OperationAttributes[Name];
  readonly shape: Shape;
  readonly dataType: DataType;
  readonly gradient: GradientRule | null;
}

/** The inputs of an operation by its number of operands. */
export interface Operands {
  readonly none: readonly [];
  readonly one: readonly [Value];
  readonly two: readonly [Value, Value];
  readonly three: readonly [Value, Value, Value];
  readonly five: readonly [Value, Value, Value, Value, Value];
  readonly many: readonly [Value, ...Value[]];
}

type Arity = keyof Operands;

/** What a gradient rule sees: the node, and the gradient of the loss with respect to its output. */
export interface GradientSite<Name extends OperationName = OperationName, Inputs = readonly Value[]> {
  readonly inputs: Inputs;
  readonly output: Value;
  readonly upstream: Value;
  readonly attributes: OperationAttributes[Name];
}

/**
 * Contribution to the gradient of each input, in order; null where none flows. A contribution may
 * have the broadcast shape: it is summed to the shape of its input.
 */
export interface GradientRule {
  contributions(site: GradientSite): readonly (Value | null)[];
}

/** Shape and element type of an output; the element type is `float32` unless stated. */
export interface OutputType {
  readonly shape: Shape;
  readonly dataType?: DataType;
}

/**
 * The definition of an operation. A null gradient says that none flows, by nature: a leaf, an index, a mask, a step
 * function. `unsupported` says that there is one but no rule for it: differentiating through it is an error.
 */
export interface OperationRule<Name extends OperationName, Inputs> {
  readonly output: (inputs: Inputs, attributes: OperationAttributes[Name]) => OutputType;
  readonly gradient: ((site: GradientSite<Name, Inputs>) => readonly (Value | null)[]) | null | 'unsupported';
  /** True for operations that take indices, bytes or masks too; others refuse what is not `float32`. */
  readonly takesAnyType?: boolean;
}

/** Defines an operation and returns the function that adds it to a graph. */
export function operation<Name extends OperationName, Count extends Arity>(
  name: Name,
  _operands: Count,
  { output, gradient, takesAnyType = false }: OperationRule<Name, Operands[Count]>,
) {
  const rule = gradientRule(name, gradient);
  return (inputs: Operands[Count], attributes: OperationAttributes[Name]): Value<Name> => {
    const { shape, dataType = 'float32' } = describe(name, inputs, () => {
      if (!takesAnyType) inputs.forEach(requireNumbers);
      return output(inputs, attributes);
    });
    return { operation: name, inputs, attributes, shape, dataType, gradient: rule };
  };
}

function gradientRule<Name extends OperationName, Inputs>(
  name: Name,
  gradient: OperationRule<Name, Inputs>['gradient'],
) {
  if (gradient === null) return null;
  if (gradient !== 'unsupported') return { contributions: gradient };
  const refuse = (): never => {
    throw new RangeError(
      `gradients: there is no rule for the gradient of ${name}; wrap it in stopGradient to treat it as a constant`,
    );
  };
  return { contributions: refuse };
}

function describe(name: OperationName, inputs: readonly Value[], output: () => OutputType): OutputType {
  try {
    return output();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ShapeError(
      name,
      inputs.map((input) => input.shape),
      cause,
    );
  }
}

function requireNumbers({ dataType }: Value, index: number): void {
  if (dataType !== 'float32') {
    throw new RangeError(`input ${index} must hold numbers, got ${dataType}; convert it with toFloat`);
  }
}
