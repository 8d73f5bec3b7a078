// What the numbers support, in words. A sentence about a difference comes from the verdict of the comparison,
// never from comparing two means.

import { seedCount } from '../plots/seedCount.js';
import { metrics } from '../runs/metrics.js';
import type { Comparison } from '../summary/comparison.js';
import type { ArmSummary, StudyResults, TaskSummary } from '../summary/summarize.js';
import { formatDifference, formatInterval, formatList, formatNumber, formatShare } from './format.js';

/** The answer of a study, and one paragraph for each task. */
export interface Headline {
  readonly answer: string;
  readonly paragraphs: readonly { readonly task: string; readonly text: string }[];
}

/** Puts the results of a study into words. */
export function headlineOf({ tasks, method }: StudyResults): Headline {
  return {
    answer: answerOf(tasks, method.baseline),
    paragraphs: tasks.map((task) => ({
      task: task.task,
      text: [scores(task), differences(task, method.baseline), deadUnits(task)].filter(Boolean).join(' '),
    })),
  };
}

interface Contrast {
  readonly arm: ArmSummary;
  readonly comparison: Comparison;
}

function contrastsOf(task: TaskSummary): Contrast[] {
  return task.arms.flatMap((arm) => {
    const comparison = arm.againstBaseline?.[task.primaryMetric];
    return comparison ? [{ arm, comparison }] : [];
  });
}

function answerOf(tasks: readonly TaskSummary[], baseline: string): string {
  if (tasks.every((task) => contrastsOf(task).length === 0)) {
    return tasks.some((task) => task.arms.length > 1)
      ? `Without runs of ${baseline} on the same seeds there is no comparison.`
      : 'One activation alone: there is nothing to compare.';
  }
  const found = tasks.flatMap((task) => verdictsOf(task, baseline));
  return found.length === 0 ? 'These runs don’t separate the activations.' : `${found.join('; ')}.`;
}

function verdictsOf(task: TaskSummary, baseline: string): string[] {
  return (['higher', 'lower'] as const).flatMap((verdict) => {
    const arms = contrastsOf(task).filter(({ comparison }) => comparison.verdict === verdict);
    if (arms.length === 0) return [];
    const names = formatList(arms.map(({ arm }) => arm.activation));
    return [`${task.task}: ${names} ${arms.length === 1 ? 'scores' : 'score'} ${verdict} than ${baseline}`];
  });
}

function scores({ arms, primaryMetric: key }: TaskSummary): string {
  const { label, digits } = metrics[key];
  const reached = arms.flatMap(({ activation, metrics: { [key]: score } }) =>
    score ? [`${formatNumber(score.interquartileMean.estimate, digits)} with ${activation}`] : [],
  );
  return `The ${label} is ${formatList(reached)}: interquartile means of ${seedCount(arms)} each.`;
}

function differences(task: TaskSummary, baseline: string): string {
  const contrasts = contrastsOf(task);
  const size = ({ comparison }: Contrast): number => Math.abs(comparison.difference.estimate);
  const [largest] = contrasts.toSorted((first, second) => size(second) - size(first));
  if (!largest) return '';
  const { digits } = metrics[task.primaryMetric];
  const { difference } = largest.comparison;
  const sentence =
    `The largest difference from ${baseline} is that of ${largest.arm.activation}: ` +
    `${formatDifference(difference.estimate, digits)}, with a 95\u00a0% interval of ${formatInterval(difference, digits)}.`;
  if (contrasts.some(({ comparison }) => comparison.verdict !== 'not separated')) return sentence;
  return `${sentence} These runs don’t separate them, which is not the same as equal.`;
}

function deadUnits({ arms }: TaskSummary): string {
  const shares = arms.flatMap(({ activation, metrics: { deadShare } }) =>
    deadShare ? [`${formatShare(deadShare.mean)} with ${activation}`] : [],
  );
  return `Hidden units dead after training: ${formatList(shares)}.`;
}
