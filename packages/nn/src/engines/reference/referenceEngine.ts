// The engine that defines what the operations mean: plain loops in double precision, one operation
// after another. It is slow, and what the fast engines are checked against.
import { type Graph, isOperation, leavesOf, valuesOf } from '../../graph/graph.js';
import type { DataType } from '../../graph/operationSet.js';
import type { Value } from '../../graph/value.js';
import { checkFeeds, checkVariables } from '../checkFeeds.js';
import type { Engine, NumberArray, Program, Variable, Variables } from '../engine.js';
import type { Computation, Row, Tensor } from './row.js';
import { rows } from './rows.js';

/** Opens the reference engine. It needs nothing but JavaScript, and computes in `Float64Array`s. */
export function createReferenceEngine(): Engine {
  return {
    name: 'reference',
    variable: createVariable,
    compile: async (graph, variables = {}) => interpreter(graph, variables),
  };
}

function createVariable(content: ArrayLike<number>): Variable {
  return variableOf(Float64Array.from(content));
}

function variableOf(elements: Float64Array): Variable {
  return {
    size: elements.length,
    read: () => elements.slice(),
    copyTo: (target) => target.set(elements),
    write: (values) => {
      if (values.length !== elements.length) {
        throw new RangeError(`a variable of ${elements.length} elements cannot hold ${values.length}`);
      }
      elements.set(values);
    },
    slice: (start, end) => variableOf(elements.subarray(start, end)),
  };
}

function interpreter(graph: Graph, variables: Variables): Program {
  checkVariables(graph, variables);
  const inputs = leavesOf(graph, 'input');
  const order = valuesOf(graph);
  return {
    run: async (feeds) => {
      checkFeeds(inputs, feeds);
      const elementsOf = evaluate(order, { feeds, variables });
      // All updates are computed from the state before the run: they come after the evaluation.
      for (const [name, value] of Object.entries(graph.updates)) variables[name]?.write(elementsOf(value));
      const outputs = Object.entries(graph.outputs);
      return Object.fromEntries(
        outputs.map(([name, value]) => [name, copyAs(value.dataType, elementsOf(value))]),
      );
    },
    dispose: async () => {},
  };
}

interface Bindings {
  readonly feeds: Readonly<Record<string, NumberArray>>;
  readonly variables: Variables;
}

function evaluate(order: readonly Value[], bindings: Bindings): (value: Value) => Float64Array {
  const tensors = new Map<Value, Tensor>();
  const tensorOf = (value: Value): Tensor => tensors.get(value) as Tensor;
  for (const value of order) {
    const data = bound(value, bindings) ?? compute(value, value.inputs.map(tensorOf));
    tensors.set(value, { shape: value.shape, data });
  }
  return (value) => tensorOf(value).data;
}

/** What an input or a variable holds; null for a value that is computed. */
function bound(value: Value, { feeds, variables }: Bindings): Float64Array | null {
  if (isOperation(value, 'input')) return Float64Array.from(feeds[value.attributes.name] ?? []);
  if (isOperation(value, 'variable'))
    return Float64Array.from(variables[value.attributes.name]?.read() ?? []);
  return null;
}

function compute(value: Value, inputs: readonly Tensor[]): Float64Array {
  const row = rows[value.operation as Computation] as Row<Computation>;
  return row(value as Value<Computation>, ...inputs);
}

function copyAs(dataType: DataType, elements: Float64Array): NumberArray {
  switch (dataType) {
    case 'float32':
      return elements.slice();
    case 'int32':
      return Int32Array.from(elements);
    case 'uint8':
    case 'bool':
      return Uint8Array.from(elements);
  }
}
