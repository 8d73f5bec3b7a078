import { type Graph, leavesOf } from '../graph/graph.js';
import { printShape, type Shape, sizeOf } from '../graph/shape.js';
import type { NumberArray, Variables } from './engine.js';

/**
 * Compares what a caller feeds with what a program expects.
 *
 * @throws RangeError naming the input that is missing or has the wrong number of elements
 */
export function checkFeeds(
  expected: ReadonlyMap<string, { readonly shape: Shape }>,
  feeds: Readonly<Record<string, NumberArray>>,
): void {
  for (const [name, { shape }] of expected) {
    const length = feeds[name]?.length;
    if (length !== sizeOf(shape)) {
      throw new RangeError(
        `input "${name}" must have ${sizeOf(shape)} elements for shape ${printShape(shape)}, got ${length ?? 'nothing'}`,
      );
    }
  }
}

/**
 * Compares the variables that a graph names with those at hand.
 *
 * @throws RangeError naming the variable that is missing or has the wrong size
 */
export function checkVariables(graph: Graph, variables: Variables): void {
  for (const [name, { shape }] of leavesOf(graph, 'variable')) {
    const size = variables[name]?.size;
    if (size !== sizeOf(shape)) {
      throw new RangeError(`variable "${name}" must have ${sizeOf(shape)} elements, got ${size ?? 'none'}`);
    }
  }
  for (const name of Object.keys(graph.updates)) {
    if (variables[name] === undefined)
      throw new RangeError(`the graph updates "${name}", which is no variable`);
  }
}
