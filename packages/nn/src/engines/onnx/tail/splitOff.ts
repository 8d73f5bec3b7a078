import { type Graph, isOperation, valuesOf } from '../../../graph/graph.js';
import type { Variable, Variables } from '../../engine.js';
import { WholeVariable } from '../nativeVariable.js';
import { handOver } from './handover.js';
import { type PointwiseTail, splitTail } from './pointwiseTail.js';
import { prepareTail, roomFor, type TailProgram } from './tailProgram.js';

/** A graph without its tail, and the tail ready to run. */
export interface HeadAndTail {
  readonly head: Graph;
  readonly tail: TailProgram;
}

/** Compiles the tail of a graph, if it has one that can run on these variables; otherwise null. */
export async function splitOff(graph: Graph, variables: Variables): Promise<HeadAndTail | null> {
  const split = splitTail(graph);
  const { tail } = split;
  if (tail === null || !areApart(Object.values(variables))) return null;
  const { head, portions } = handOver(split);
  if (valuesOf(head).every(({ inputs }) => inputs.length === 0)) return null;
  const variable = (name: string) => variables[name] as WholeVariable;
  const [home, ...otherHomes] = new Set(variablesOf(tail).map((name) => variable(name).home));
  const make = await prepareTail(tail);
  if (!home?.fits(roomFor(tail)) || otherHomes.length > 0) return null;
  return { head, tail: make({ home, variable, portions }) };
}

/** Whether no two variables share elements: a pass writes one while it reads another. */
function areApart(variables: readonly Variable[]): boolean {
  return (
    new Set(variables).size === variables.length && variables.every((each) => each instanceof WholeVariable)
  );
}

function variablesOf({ sources, updates }: PointwiseTail): string[] {
  const read = sources.flatMap((source) => (isOperation(source, 'variable') ? [source.attributes.name] : []));
  return [...read, ...Object.keys(updates)];
}
