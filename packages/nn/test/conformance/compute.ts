// Compiles a graph, runs it once and returns plain numbers.
import type { Engine, NumberArray, Variables } from '../../src/engines/engine.js';
import { gradients } from '../../src/graph/gradients.js';
import { leavesOf } from '../../src/graph/graph.js';
import type { DataType } from '../../src/graph/operationSet.js';
import type { Value } from '../../src/graph/value.js';
import type { Precision } from './subject.js';

/** A graph and what it is fed. */
export interface Computation<Name extends string> {
  readonly outputs: Readonly<Record<Name, Value>>;
  readonly feeds: Readonly<Record<string, ArrayLike<number>>>;
  readonly updates?: Readonly<Record<string, Value>>;
  readonly variables?: Variables;
  readonly precision: Precision;
}

/** Runs the graph once. */
export async function compute<Name extends string>(
  engine: Engine,
  { outputs, feeds, updates = {}, variables = {}, precision }: Computation<Name>,
): Promise<Record<Name, number[]>> {
  const graph = { outputs, updates };
  const program = await engine.compile(graph, variables);
  const typed = [...leavesOf(graph, 'input')].map(([name, { dataType }]) => [
    name,
    typedArray(feeds[name] ?? [], dataType, precision),
  ]);
  const results = await program.run(Object.fromEntries(typed));
  await program.dispose();
  const numbers = Object.entries(results).map(([name, array]) => [name, Array.from(array)]);
  return Object.fromEntries(numbers) as Record<Name, number[]>;
}

/** Elements as a caller with this precision holds them. */
function typedArray(elements: ArrayLike<number>, dataType: DataType, precision: Precision): NumberArray {
  switch (dataType) {
    case 'float32':
      return precision === 'float64' ? Float64Array.from(elements) : Float32Array.from(elements);
    case 'int32':
      return Int32Array.from(elements);
    case 'uint8':
    case 'bool':
      return Uint8Array.from(elements);
  }
}

/** The gradients of sum(output * upstream) with respect to named values, under the names `gradient/NAME`. */
export function namedGradients(
  output: Value,
  withRespectTo: Readonly<Record<string, Value>>,
  upstream: Value,
): Record<`gradient/${string}`, Value> {
  const names = Object.keys(withRespectTo);
  const values = gradients(output, Object.values(withRespectTo), upstream);
  return Object.fromEntries(names.map((name, index) => [`gradient/${name}`, values[index] as Value]));
}
