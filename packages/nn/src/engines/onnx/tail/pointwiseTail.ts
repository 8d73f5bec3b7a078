// A training step ends with an optimizer: a dozen operations on all parameters, number by number. As nodes of a runtime each
// is a pass over memory; together they can be one. This finds them in the graph.
import { type Graph, isOperation, usersOf, valuesOf } from '../../../graph/graph.js';
import { type Shape, sameShape, sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import { FEWEST_ELEMENTS } from '../webassembly/sharedMemory.js';

/** The end of a graph: updates of variables, each element of which needs the same element of other flat values only. */
export interface PointwiseTail {
  /** Of all its values but the scalars. */
  readonly shape: Shape;
  /** What it computes, in an order of evaluation: vectors of that shape, sums over them, scalars made of sums. */
  readonly members: readonly Value<TailOperation>[];
  /** What variables hold after the pass. */
  readonly updates: Graph['updates'];
  /** What the program returns that is made of sums over the pass: scalars. */
  readonly outputs: Graph['outputs'];
  /** The scalars and vectors that it starts from, variables and constants among them. */
  readonly sources: readonly Value[];
}

/** A graph in two: the tail runs when the head has. */
export interface SplitGraph {
  /** Without the tail's updates and outputs. */
  readonly head: Graph;
  readonly tail: PointwiseTail | null;
}

/** What a pass computes: operations that are rounded exactly, so that its bits are those of any runtime. */
const POINTWISE = ['add', 'sub', 'mul', 'div', 'sqrt'] as const satisfies readonly Value['operation'][];

/** An operation of a tail: the last two belong to sums. */
export type TailOperation = (typeof POINTWISE)[number] | 'reduceSum' | 'reshape';

/** Splits the largest updates off a graph, if a tail computes them. */
export function splitTail(graph: Graph): SplitGraph {
  const shape = largestShape(Object.values(graph.updates));
  const inside = sizeOf(shape) < FEWEST_ELEMENTS ? new Set<Value>() : insideOf(graph, shape);
  const [updates, otherUpdates] = partition(graph.updates, inside);
  if (Object.keys(updates).length === 0) return { head: graph, tail: null };
  const [outputs, otherOutputs] = partition(graph.outputs, inside);
  // What is inside is one of the operations of a pass.
  const members = valuesOf(graph).filter((value) => inside.has(value)) as PointwiseTail['members'];
  const operands = new Set(members.flatMap(({ inputs }) => inputs));
  return {
    head: { outputs: otherOutputs, updates: otherUpdates },
    tail: { shape, members, updates, outputs, sources: [...operands].filter((value) => !inside.has(value)) },
  };
}

/** Whether a value is the sum over all elements of its input. */
export function isSum(value: Value): value is Value<'reduceSum'> {
  return isOperation(value, 'reduceSum') && sizeOf(value.shape) === 1;
}

function largestShape(values: readonly Value[]): Shape {
  return values.reduce<Shape>(
    (largest, { shape }) => (sizeOf(shape) > sizeOf(largest) ? shape : largest),
    [],
  );
}

function partition(
  named: Readonly<Record<string, Value>>,
  members: ReadonlySet<Value>,
): [inside: Record<string, Value>, outside: Record<string, Value>] {
  const entries = Object.entries(named);
  const [inside, outside] = [true, false].map((isMember) =>
    Object.fromEntries(entries.filter(([, value]) => members.has(value) === isMember)),
  );
  return [inside ?? {}, outside ?? {}];
}

/** The values that nothing but the tail needs, from the results back. */
function insideOf(graph: Graph, shape: Shape): Set<Value> {
  const order = valuesOf(graph);
  const { vectors, scalars } = candidatesOf(order, shape);
  const outputs = new Set(Object.values(graph.outputs));
  const updates = new Set(Object.values(graph.updates));
  const users = usersOf(order);
  const inside = new Set<Value>();
  for (const value of order.toReversed()) {
    const isVector = vectors.has(value);
    const isScalar = scalars.has(value) && !updates.has(value);
    // A pass returns no vector, and has ended before there is a sum.
    const serves = (user: Value): boolean => inside.has(user) && (isVector || scalars.has(user));
    const isInside = isVector ? !outputs.has(value) : isScalar;
    if (isInside && (users.get(value) ?? []).every(serves)) inside.add(value);
  }
  return inside;
}

/** What a pass could compute, were it not for who needs it: vectors of the shape, and scalars made of sums over them. */
function candidatesOf(order: readonly Value[], shape: Shape): { vectors: Set<Value>; scalars: Set<Value> } {
  const [vectors, scalars] = [new Set<Value>(), new Set<Value>()];
  for (const value of order) {
    const { inputs } = value;
    const isPointwise = POINTWISE.some((name) => value.operation === name);
    const isElementwise = inputs.every((input) => sameShape(input.shape, shape) || sizeOf(input.shape) === 1);
    if (isPointwise && isElementwise && sameShape(value.shape, shape)) vectors.add(value);
    const isMadeOf = (kind: ReadonlySet<Value>): boolean => inputs.some((input) => kind.has(input));
    const isOfSums = (isPointwise || isOperation(value, 'reshape')) && isMadeOf(scalars);
    if ((isSum(value) && isMadeOf(vectors)) || (isOfSums && sizeOf(value.shape) === 1)) scalars.add(value);
  }
  return { vectors, scalars };
}
