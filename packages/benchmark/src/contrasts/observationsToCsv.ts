import { csvOf } from '../runs/csv.js';
import type { Observation } from './observation.js';

/**
 * Observations as a table by RFC 4180: a row a run; a column for every factor and metric that occurs, empty where a run
 * doesn't have it. Factors are headed `factor.NAME`, metrics `metric.NAME`.
 */
export function observationsToCsv(observations: readonly Observation[]): string {
  const factors = namesIn(observations.map((observation) => observation.factors));
  const metrics = namesIn(observations.map((observation) => observation.metrics));
  const header = [
    'study',
    ...factors.map((name) => `factor.${name}`),
    'seed',
    ...metrics.map((name) => `metric.${name}`),
  ];
  const rows = observations.map((observation) => [
    observation.study,
    ...factors.map((name) => observation.factors[name] ?? ''),
    observation.seed,
    ...metrics.map((name) => observation.metrics[name] ?? ''),
  ]);
  return csvOf([header, ...rows]);
}

/** In the order in which they first occur. */
function namesIn(records: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(records.flatMap(Object.keys))];
}
