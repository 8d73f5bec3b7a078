import { metrics } from '../runs/metrics.js';
import type { StudyResults, TaskSummary } from '../summary/summarize.js';
import { align } from './align.js';
import { formatNumber } from './format.js';

/** The score of every single run as plain text: a table per task, a row per seed, a column per arm. */
export function seedTable({ tasks }: StudyResults): string {
  return tasks.map(tableOf).join('\n\n');
}

function tableOf({ task, primaryMetric, arms }: TaskSummary): string {
  const { label, digits } = metrics[primaryMetric];
  const seeds = [...new Set(arms.flatMap((arm) => arm.seeds))].sort((first, second) => first - second);
  const rows = seeds.map((seed) => [
    String(seed),
    ...arms.map((arm) => {
      const found = arm.metrics[primaryMetric]?.values.find((score) => score.seed === seed);
      return found ? formatNumber(found.value, digits) : '·';
    }),
  ]);
  const head = ['seed', ...arms.map(({ activation }) => activation)];
  return [`${task}, ${label} by seed`, ...align([head, ...rows])].join('\n');
}
