import { type Run, subjectOf, taskOf } from '../runs/readRuns.js';

/** All runs of one activation on one task, by seed. */
export interface ArmRuns {
  readonly activation: string;
  readonly runs: readonly Run[];
}

/** All runs on one task. */
export interface TaskRuns {
  readonly application: Run['kind'];
  /** Environment, data or network. */
  readonly subject: string;
  readonly task: string;
  /** The baseline first, the others by name. */
  readonly arms: readonly ArmRuns[];
}

/** Sorts runs into tasks and arms, agents before detectors before classifiers. */
export function groupRuns(runs: readonly Run[], baseline: string): TaskRuns[] {
  const tasks = groupBy(runs, (run) => `${run.kind} ${taskOf(run)}`);
  const applications: readonly Run['kind'][] = ['dqn', 'detector', 'classifier'];
  const inOrder = applications.flatMap((kind) => tasks.filter(([run]) => run.kind === kind));
  return inOrder.map((taskRuns) => ({
    application: taskRuns[0].kind,
    subject: subjectOf(taskRuns[0]),
    task: taskOf(taskRuns[0]),
    arms: groupBy(taskRuns, ({ result }) => result.activation)
      .map((armRuns) => ({
        activation: armRuns[0].result.activation,
        runs: armRuns.toSorted((first, second) => first.result.seed - second.result.seed),
      }))
      .toSorted((first, second) => rank(first, baseline) - rank(second, baseline)),
  }));
}

function rank({ activation }: ArmRuns, baseline: string): number {
  return activation === baseline ? 0 : 1;
}

/** Groups in order of first appearance; no group is empty. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): [Item, ...Item[]][] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
