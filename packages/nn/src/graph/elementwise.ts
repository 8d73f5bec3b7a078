// How elementwise operations are defined: by a name and a derivative. Shapes broadcast; `gradients`
// sums the gradient of a stretched input back to the shape of that input.
import { type Operand, toValue } from './leaves.js';
import type { OperationAttributes, OperationName } from './operationSet.js';
import { broadcastShapes, printShape, type Shape } from './shape.js';
import { type GradientSite, type Operands, operation, type Value } from './value.js';

/** The operations without attributes. */
export type PlainOperation = {
  [Name in OperationName]: keyof OperationAttributes[Name] extends never ? Name : never;
}[OperationName];

type Site<Count extends keyof Operands> = GradientSite<PlainOperation, Operands[Count]>;

/** An operation on one value, element by element; its rule returns the gradient of that value. */
export function unary(name: PlainOperation, gradient: (site: Site<'one'>) => Value | null) {
  const build = operation(name, 'one', {
    output: ([x]) => ({ shape: x.shape }),
    gradient: (site) => [gradient(site)],
  });
  return (x: Operand): Value => build([toValue(x)], {});
}

/** An operation on two values, element by element, with broadcasting. */
export function binary(name: PlainOperation, gradient: (site: Site<'two'>) => readonly (Value | null)[]) {
  const build = operation(name, 'two', {
    output: (inputs) => ({ shape: broadcastAll(inputs) }),
    gradient,
  });
  return (a: Operand, b: Operand): Value => build([toValue(a), toValue(b)], {});
}

/** A comparison of two values of one type, element by element, with broadcasting: a mask. */
export function comparison(name: PlainOperation) {
  const build = operation(name, 'two', {
    takesAnyType: true,
    output: (inputs) => {
      const [a, b] = inputs;
      if (a.dataType !== b.dataType) throw new RangeError(`cannot compare ${a.dataType} with ${b.dataType}`);
      return { shape: broadcastAll(inputs), dataType: 'bool' };
    },
    gradient: null,
  });
  return (a: Operand, b: Operand): Value => build([toValue(a), toValue(b)], {});
}

/**
 * The common broadcast shape of all values.
 *
 * @throws RangeError if two of them cannot be aligned
 */
export function broadcastAll(values: readonly Value[]): Shape {
  return values.reduce<Shape>((shape, value) => {
    const wider = broadcastShapes(shape, value.shape);
    if (wider === null) {
      throw new RangeError(`shapes ${printShape(shape)} and ${printShape(value.shape)} do not broadcast`);
    }
    return wider;
  }, []);
}
