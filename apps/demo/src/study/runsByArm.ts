import { type Run, taskOf } from '@rectify/benchmark';

/** Runs by what they trained on and their activation, in order of first appearance. */
export function runsByArm(runs: readonly Run[]): readonly (readonly Run[])[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = `${taskOf(run)} ${run.result.activation}`;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()];
}
