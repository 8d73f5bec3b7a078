import { metrics } from '../runs/metrics.js';
import type { StudyResults, TaskSummary } from '../summary/summarize.js';
import { align } from './align.js';
import { formatDifference, formatInterval, formatNumber, formatShare } from './format.js';

/** The results as plain text for a terminal: a table per task, ending without a line break. */
export function textTable({ tasks, method }: StudyResults): string {
  return tasks.map((task) => taskTable(task, method.baseline)).join('\n\n');
}

function taskTable(task: TaskSummary, baseline: string): string {
  const { label, digits } = metrics[task.primaryMetric];
  const head = [
    'activation',
    'n',
    `${label} (IQM, 95 %)`,
    'mean',
    'sd',
    'worst',
    `− ${baseline} (95 %)`,
    'dead',
  ];
  const rows = task.arms.flatMap((arm) => {
    const score = arm.metrics[task.primaryMetric];
    if (!score) return [];
    const difference = arm.againstBaseline?.[task.primaryMetric]?.difference;
    return [
      [
        arm.activation,
        String(arm.n),
        `${formatNumber(score.interquartileMean.estimate, digits)} ${formatInterval(score.interquartileMean, digits)}`,
        formatNumber(score.mean, digits),
        score.standardDeviation === null ? '·' : formatNumber(score.standardDeviation, digits),
        formatNumber(score.minimum.value, digits),
        difference
          ? `${formatDifference(difference.estimate, digits)} ${formatInterval(difference, digits)}`
          : '·',
        formatShare(arm.metrics.deadShare?.mean ?? 0),
      ],
    ];
  });
  return [task.task, ...align([head, ...rows])].join('\n');
}
