import { metrics } from '../runs/metrics.js';
import type { TaskSummary } from '../summary/summarize.js';
import { plotArmScores } from './armScores.js';

/** The scores after training: every seed as a point, the interquartile mean as a stroke, its interval as a bar. */
export function plotFinalScores({ task, arms, primaryMetric: key }: TaskSummary): Promise<string> {
  const { label, digits } = metrics[key];
  const scores = arms.flatMap(({ activation, metrics: { [key]: score } }) =>
    score ? [{ activation, values: score.values, center: score.interquartileMean }] : [],
  );
  return plotArmScores(scores, {
    title: `${task}: final scores`,
    axisTitle: `${label} after training`,
    shortestAxis: 20 / 10 ** digits,
  });
}
