// One plot of a figure: a metric, and the runs that belong together.
import { arms } from '../../claims/arms.js';
import type { Observation, RunFactors } from '../../contrasts/observation.js';
import type { BootstrapOptions } from '../../statistics/bootstrap.js';
import { groupBy } from '../../summary/grouping.js';

/** What a plot is drawn from. */
export interface Panel {
  readonly study: string;
  readonly metric: string;
  /** What sets it apart from the other panels of its figure. */
  readonly place: RunFactors;
  /** All have the metric. */
  readonly runs: readonly Observation[];
}

/** Enough for a figure; verdicts take more. */
export const figureBootstrap: BootstrapOptions = { seed: 0, replicates: 2000 };

/** Metrics that are shares, drawn in per cent. */
const shares = new Set([
  'deadShare',
  'dormantShare',
  'recoveredShare',
  'bornDeadShare',
  'learned',
  'failed',
  'accuracy',
  'generalizationGap',
]);

/** Whether a metric is a share. */
export function isShare(metric: string): boolean {
  return shares.has(metric);
}

/** `study: what is shown, the panel`. */
export function titleOf({ study, place }: Panel, shown: string): string {
  const values = Object.entries(place).map(([name, value]) =>
    typeof value === 'number' ? `${name} ${value}` : value,
  );
  return [`${study}: ${shown}`, ...values].join(', ');
}

/** The values of a panel's metric. */
export function valuesOf({ metric }: Panel, runs: readonly Observation[]): number[] {
  return runs.map(({ metrics }) => metrics[metric] as number);
}

/** The seeds of each cell. */
export function seedsOfCells(runs: readonly Observation[]): { readonly n: number }[] {
  const cells = groupBy(runs, ({ factors }) => JSON.stringify(Object.entries(factors).sort()));
  return cells.map(({ length }) => ({ n: length }));
}

const usualOrder: readonly string[] = Object.values(arms).map(({ activation }) => activation);

/** Activations in the order in which the claims name them, then others. */
export function inOrder(activations: readonly string[]): string[] {
  const unique = distinct(activations);
  const usual = usualOrder.filter((activation) => unique.includes(activation));
  return [...usual, ...unique.filter((activation) => !usual.includes(activation))];
}

/** In the order in which they first occur, numbers by size. */
export function distinct<Value extends string | number>(values: readonly Value[]): Value[] {
  const unique = [...new Set(values)];
  return unique.every((value) => typeof value === 'number')
    ? unique.sort((first, second) => Number(first) - Number(second))
    : unique;
}
