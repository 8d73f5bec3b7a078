import { bootstrapEstimate, mean, type Observation } from '@rectify/benchmark';
import type { Experiment } from '@rectify/benchmark/experiments';
import { printTable } from '../output/table.js';

/** The experiments and what they ask. */
export function listExperiments(experiments: readonly Experiment[]): string {
  return printTable(
    [{ heading: 'experiment' }, { heading: 'asks' }],
    experiments.map(({ name, question }) => [name, question.english]),
  );
}

/** The mean of every measurement of each cell, with its 95 % interval over seeds. */
export function describeExperiment(
  { cells, question }: Experiment,
  observations: readonly Observation[],
): string {
  const factorNames = Object.keys(cells[0] ?? {});
  const metricNames = Object.keys(observations[0]?.metrics ?? {});
  const rows = cells.map((cell) => {
    const own = observations.filter(({ factors }) =>
      factorNames.every((name) => factors[name] === cell[name]),
    );
    return [
      ...factorNames.map((name) => String(cell[name])),
      ...metricNames.map((name) => meanAndInterval(own.map(({ metrics }) => metrics[name] ?? Number.NaN))),
    ];
  });
  const columns = [
    ...factorNames.map((heading) => ({ heading })),
    ...metricNames.map((heading) => ({ heading, isNumeric: true })),
  ];
  return `${question.english}\nMeans over seeds, with 95 % intervals.\n\n${printTable(columns, rows)}`;
}

function meanAndInterval(values: readonly number[]): string {
  if (values.length === 0) return '-';
  const { estimate, low, high } = bootstrapEstimate([values], ([runs = []]) => mean(runs), {
    seed: 0,
    replicates: 2000,
  });
  const write = (value: number): string => String(Number(value.toPrecision(3)));
  return `${write(estimate)} (${write(low)} to ${write(high)})`;
}
