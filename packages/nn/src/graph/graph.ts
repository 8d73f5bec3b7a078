// A graph as an engine receives it: what to compute, and what the program keeps for the next run.
import { printShape } from './shape.js';
import { topologicalOrder } from './topologicalOrder.js';
import type { Value } from './value.js';

/** The description of one program. */
export interface Graph {
  /** What a run returns, by name. */
  readonly outputs: Readonly<Record<string, Value>>;
  /** What a variable holds after a run, by the variable's name; others keep their content. */
  readonly updates: Readonly<Record<string, Value>>;
}

/** The values of a graph in an order of evaluation. */
export function valuesOf({ outputs, updates }: Graph): Value[] {
  return topologicalOrder([...Object.values(outputs), ...Object.values(updates)]);
}

/**
 * The leaves of one kind by name.
 *
 * @throws RangeError if two different leaves of the kind have the same name
 */
export function leavesOf(graph: Graph, kind: 'input' | 'variable'): Map<string, Value> {
  const leaves = new Map<string, Value>();
  for (const value of valuesOf(graph)) {
    if (!isOperation(value, kind)) continue;
    const { name } = value.attributes;
    if (leaves.has(name)) throw new RangeError(`graph: two different ${kind}s are named "${name}"`);
    leaves.set(name, value);
  }
  return leaves;
}

/** The values that each value of a list is an input of. */
export function usersOf(values: readonly Value[]): Map<Value, Value[]> {
  const users = new Map<Value, Value[]>();
  for (const value of values) {
    for (const input of value.inputs) users.set(input, [...(users.get(input) ?? []), value]);
  }
  return users;
}

/** Whether the value is made by this operation. */
export function isOperation<Name extends Value['operation']>(
  value: Value,
  operation: Name,
): value is Value<Name> {
  return value.operation === operation;
}

/** One line for each value: `%3 = add(%1, %2) [2, 4]`. For tests that pin a program, and for debugging. */
export function printGraph(graph: Graph): string {
  const numbers = new Map<Value, string>();
  const lines = valuesOf(graph).map((value, index) => {
    numbers.set(value, `%${index}`);
    const operands = value.inputs.map((input) => numbers.get(input));
    return `%${index} = ${value.operation}(${[...operands, ...printAttributes(value)].join(', ')}) ${printShape(value.shape)}`;
  });
  const results = [...Object.entries(graph.outputs), ...Object.entries(graph.updates)];
  return [...lines, ...results.map(([name, value]) => `${name}: ${numbers.get(value)}`)].join('\n');
}

function printAttributes({ attributes }: Value): string[] {
  return Object.entries(attributes).map(([name, value]: [string, unknown]) => {
    const text =
      ArrayBuffer.isView(value) || (Array.isArray(value) && value.length > 8)
        ? '...'
        : JSON.stringify(value, (_, part) => (typeof part === 'number' ? finiteOrName(part) : part));
    return `${name}=${text}`;
  });
}

/** JSON has no infinities and no NaN; it would write `null`. */
function finiteOrName(number: number): number | string {
  return Number.isFinite(number) ? number : String(number);
}
