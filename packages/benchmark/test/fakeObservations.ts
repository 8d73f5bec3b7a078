// Invented observations of everything that the claims compare: test data, drawn from a seeded stream.
import { randomStream } from '@rectify/nn/random';
import { claims, type Observation, type RunFactors } from '../src/index.js';

interface Cell {
  readonly study: string;
  readonly factors: RunFactors;
  readonly metrics: Set<string>;
}

/** Every cell that some contrast asks for, with values from 0 to 1 for each metric that it is asked for. */
export function fakeObservations(seeds: number): Observation[] {
  return [...contrastCells().values()].flatMap(({ study, factors, metrics }, cell) =>
    Array.from({ length: seeds }, (_, seed) => {
      const stream = randomStream(seed).split(`cell ${cell}`);
      const level = cell % 7;
      const values = [...metrics].map((metric) => [metric, (level + stream.uniform()) / 7] as const);
      return { study, factors, seed, metrics: Object.fromEntries(values) };
    }),
  );
}

function contrastCells(): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const contrasts = claims.flatMap(({ test }) => (test.by === 'contrasts' ? test.contrasts : []));
  for (const { study, metric, tasks = [{}], terms, relativeTo } of contrasts) {
    const arms = [...terms.flatMap((term) => term.arms), ...(relativeTo ? [relativeTo] : [])];
    for (const factors of tasks.flatMap((task) => arms.map((arm): RunFactors => ({ ...task, ...arm })))) {
      const key = `${study} ${JSON.stringify(Object.entries(factors).sort())}`;
      const cell = cells.get(key) ?? { study, factors, metrics: new Set() };
      cell.metrics.add(metric);
      cells.set(key, cell);
    }
  }
  return cells;
}
