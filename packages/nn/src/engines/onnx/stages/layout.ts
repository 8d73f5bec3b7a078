// Where the values of a program in stages lie.
import { isOperation } from '../../../graph/graph.js';
import { sizeOf } from '../../../graph/shape.js';
import type { Value } from '../../../graph/value.js';
import type { StagePlan } from './stagePlan.js';
import { isLeaf, isView } from './values.js';

/** Pieces of memory, by length. Values that are never needed at the same time share one. */
export interface Layout {
  readonly lengths: readonly number[];
  /** The piece of each stored value, but for variables and what lies elsewhere. */
  readonly pieces: ReadonlyMap<Value, number>;
}

/** The stored value that a value is or is a part of, and its first element there. */
export function sourceOf(value: Value): { readonly source: Value; readonly start: number } {
  if (!isView(value)) return { source: value, start: 0 };
  const { source, start } = sourceOf(value.inputs[0] as Value);
  return {
    source,
    start: start + (isOperation(value, 'slice') ? (value.attributes.starts[0] as number) : 0),
  };
}

/**
 * Lays out the stored values of a plan.
 *
 * @param elsewhere - values with memory of their own
 */
export function layOut(plan: StagePlan, elsewhere: ReadonlySet<Value>): Layout {
  const lengths: number[] = [];
  const pieces = new Map<Value, number>();
  const free = new Map<number, number[]>();
  const take = (value: Value): void => {
    const length = sizeOf(value.shape);
    pieces.set(value, free.get(length)?.pop() ?? lengths.push(length) - 1);
  };
  const own = [...plan.stored].filter((value) => !isOperation(value, 'variable') && !elsewhere.has(value));
  own.filter(isLeaf).forEach(take);
  const returned = new Set(Object.values(plan.graph.outputs).map((value) => sourceOf(value).source));
  const turns = turnsOf(plan);
  const last = lastTurns(turns);
  turns.forEach(({ made, read }, turn) => {
    made.filter((value) => !elsewhere.has(value)).forEach(take);
    for (const value of new Set([...made, ...read])) {
      if (isLeaf(value) || elsewhere.has(value) || returned.has(value) || last.get(value) !== turn) continue;
      const length = sizeOf(value.shape);
      free.set(length, [...(free.get(length) ?? []), pieces.get(value) as number]);
    }
  });
  return { lengths, pieces };
}

/** Stored values that are written and read at the same time. */
interface Turn {
  readonly made: readonly Value[];
  readonly read: readonly Value[];
}

function turnsOf({ stages, stored }: StagePlan): Turn[] {
  return stages.flatMap(({ kernels, products }) => [
    ...kernels.map(({ root }) => ({ made: [root], read: readBy(root, stored) })),
    { made: products, read: products.flatMap((product) => readBy(product, stored)) },
  ]);
}

function lastTurns(turns: readonly Turn[]): Map<Value, number> {
  return new Map(
    turns.flatMap(({ made, read }, turn) => [...made, ...read].map((value) => [value, turn] as const)),
  );
}

function readBy(root: Value, stored: ReadonlySet<Value>): Value[] {
  return root.inputs.flatMap((input) => {
    const { source } = sourceOf(input);
    return stored.has(source) ? [source] : readBy(source, stored);
  });
}
