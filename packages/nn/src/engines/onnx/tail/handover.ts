// What the head of a split graph computes for its tail: results that are written where the tail reads them.
import { type Graph, isOperation, valuesOf } from '../../../graph/graph.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import type { SplitGraph } from './pointwiseTail.js';

/** A result of the head, and the elements of a source of the tail that it is. */
export interface Portion {
  readonly source: Value;
  readonly start: number;
  readonly value: Value;
}

/** The head with further outputs, and what each is good for. */
export interface Handover {
  readonly head: Graph;
  /** By name of the output. */
  readonly portions: ReadonlyMap<string, Portion>;
}

/**
 * The head that hands over what it computes. A vector that it joins for the tail alone is handed over in parts, which then
 * nobody has to join.
 */
export function handOver({ head, tail }: SplitGraph): Handover {
  const needed = new Set(valuesOf(head));
  const portions = (tail?.sources ?? [])
    .filter((source) => !isLeaf(source))
    .flatMap((source) => partsOf(source, needed).map((part) => ({ source, ...part })));
  const named = new Map(portions.map((portion, index) => [`tail[${index}]`, portion]));
  const outputs = Object.fromEntries([...named].map(([name, { value }]) => [name, value]));
  return { head: { outputs: { ...head.outputs, ...outputs }, updates: head.updates }, portions: named };
}

/** Whether the tail gets a value from somewhere else. */
function isLeaf(value: Value): boolean {
  return isOperation(value, 'input') || isOperation(value, 'variable') || isOperation(value, 'constant');
}

function partsOf(value: Value, needed: ReadonlySet<Value>): Omit<Portion, 'source'>[] {
  if (isLeaf(value) || needed.has(value)) return [{ value, start: 0 }];
  if (isOperation(value, 'reshape')) return partsOf(value.inputs[0] as Value, needed);
  if (!isOperation(value, 'concat') || value.shape.length !== 1) return [{ value, start: 0 }];
  let joined = 0;
  return value.inputs.flatMap((input) => {
    const start = joined;
    joined += sizeOf(input.shape);
    return partsOf(input, needed).map((part) => ({ ...part, start: start + part.start }));
  });
}
