import { type MetricKey, metrics, metricsOf } from './metrics.js';
import { type Run, taskOf } from './readRuns.js';

/**
 * The content of `results.csv`: one row per finished run, by RFC 4180. A metric that an application doesn't have
 * is an empty field.
 */
export function runsToCsv(runs: readonly Run[]): string {
  const keys = Object.keys(metrics) as MetricKey[];
  const header = ['application', 'task', 'activation', 'seed', 'steps', 'parameters', ...keys, 'run'];
  const rows = runs.map((run) => {
    const { activation, seed, steps, parameters } = run.result;
    const measured = metricsOf(run);
    return [
      run.kind,
      taskOf(run),
      activation,
      seed,
      steps,
      parameters,
      ...keys.map((key) => measured[key] ?? ''),
      run.name,
    ];
  });
  return csvOf([header, ...rows]);
}

/** Rows as a table by RFC 4180. */
export function csvOf(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
