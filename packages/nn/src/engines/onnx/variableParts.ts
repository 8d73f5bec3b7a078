// Tensors that a graph cuts from flat variables become leaves of their own. Where a program reads variables in their
// memory, a part is no more than another address, and neither Split nor Reshape has to copy it.
import { type Graph, isOperation, valuesOf } from '../../graph/graph.js';
import { variable } from '../../graph/leaves.js';
import { printShape, type Shape } from '../../graph/shape.js';
import type { Value } from '../../graph/value.js';
import type { Variable, Variables } from '../engine.js';

/** A graph on parts of variables, and the variables by the names that it has for them. */
export interface CutGraph {
  readonly graph: Graph;
  readonly variables: Variables;
}

/** The same graph, in which slices of vectors and matrices or filters made of them are variables. */
export function cutVariables({ outputs, updates }: Graph, variables: Variables): CutGraph {
  const cutter = new Cutter(variables);
  const renewed = new Map<Value, Value>();
  for (const value of valuesOf({ outputs, updates })) {
    const inputs = value.inputs.map((input) => renewed.get(input) as Value);
    renewed.set(value, cutter.partFor(value, inputs) ?? { ...value, inputs });
  }
  const renew = (values: Graph['outputs']): Graph['outputs'] =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, renewed.get(value) as Value]));
  return { graph: { outputs: renew(outputs), updates: renew(updates) }, variables: cutter.variables };
}

class Cutter {
  readonly variables: Record<string, Variable>;
  readonly #leaves = new Map<string, Value<'variable'>>();

  constructor(variables: Variables) {
    this.variables = { ...variables };
  }

  /** The leaf that stands for an operation on these inputs, if it is a part of a variable. */
  partFor(value: Value, [source]: readonly Value[]): Value | null {
    if (source === undefined || !isOperation(source, 'variable')) return null;
    const { name } = source.attributes;
    const whole = this.variables[name] as Variable;
    if (isOperation(value, 'slice') && source.shape.length === 1) {
      const { starts, ends, steps } = value.attributes;
      const [start = 0, end = 0, step] = [starts[0], ends[0], steps[0]];
      return step === 1
        ? this.#leaf(`${name}[${start}:${end}]`, value.shape, () => whole.slice(start, end))
        : null;
    }
    // A Conv takes its bias flat, where the layer reshapes it to three axes; that is found by its reshape.
    const isMatrixOrFilter = value.shape.length === 2 || value.shape.length === 4;
    return isOperation(value, 'reshape') && isMatrixOrFilter
      ? this.#leaf(`${name} as ${printShape(value.shape)}`, value.shape, () => whole)
      : null;
  }

  #leaf(name: string, shape: Shape, part: () => Variable): Value {
    const leaf = this.#leaves.get(name) ?? variable(name, shape);
    this.#leaves.set(name, leaf);
    this.variables[name] ??= part();
    return leaf;
  }
}
