// Reverse-mode differentiation: extends the graph with its own backward pass.
import { add } from './arithmetic.js';
import { constant } from './leaves.js';
import { reshape } from './movement.js';
import { reduceSum } from './reductions.js';
import { printShape, type Shape, sameShape, sizeOf } from './shape.js';
import { topologicalOrder } from './topologicalOrder.js';
import type { Value } from './value.js';

/**
 * The gradient of a scalar with respect to each value of `withRespectTo`, as new values of the graph.
 *
 * @param upstream - gradient of the final quantity with respect to `output`; 1 by default
 * @throws RangeError if `output` is no scalar and no upstream gradient is given, or one of another shape is, or if an
 *   operation on the way has a gradient but no rule for it
 */
export function gradients(output: Value, withRespectTo: readonly Value[], upstream?: Value): Value[] {
  if (upstream === undefined && sizeOf(output.shape) !== 1) {
    throw new RangeError(`gradients: the loss must be a scalar, got shape ${printShape(output.shape)}`);
  }
  if (upstream !== undefined && !sameShape(upstream.shape, output.shape)) {
    throw new RangeError(
      `gradients: upstream must have the shape ${printShape(output.shape)} of the output, got ${printShape(upstream.shape)}`,
    );
  }
  const order = topologicalOrder([output]);
  const relevant = dependents(order, new Set(withRespectTo));
  const contributions = new Map<Value, Value>([[output, upstream ?? constant([1], output.shape)]]);

  for (const value of order.toReversed()) {
    const gradient = contributions.get(value);
    if (gradient === undefined || !relevant.has(value) || value.gradient === null) continue;
    const { inputs, attributes } = value;
    const parts = value.gradient.contributions({ inputs, output: value, upstream: gradient, attributes });
    inputs.forEach((input, index) => {
      const part = parts[index];
      if (part === null || part === undefined || !relevant.has(input)) return;
      const fitted = sumTo(part, input.shape);
      const sum = contributions.get(input);
      contributions.set(input, sum === undefined ? fitted : add(sum, fitted));
    });
  }
  return withRespectTo.map((value) => contributions.get(value) ?? zeros(value));
}

/** The adjoint of broadcasting: sums over the axes that were stretched from `shape`. */
function sumTo(x: Value, shape: Shape): Value {
  const added = x.shape.length - shape.length;
  const axes = x.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  return axes.length === 0 ? reshape(x, shape) : reshape(reduceSum(x, { axes, keepDims: true }), shape);
}

/** The values of `order` that depend on one of `sources`, the sources included. */
function dependents(order: readonly Value[], sources: ReadonlySet<Value>): Set<Value> {
  const found = new Set<Value>();
  for (const value of order) {
    if (sources.has(value) || value.inputs.some((input) => found.has(input))) found.add(value);
  }
  return found;
}

function zeros({ shape }: Value): Value {
  return constant(new Float32Array(sizeOf(shape)), shape);
}
