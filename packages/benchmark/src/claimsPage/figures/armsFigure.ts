import { plotArmScores } from '../../plots/armScores.js';
import { bootstrapEstimate } from '../../statistics/bootstrap.js';
import { interquartileMean } from '../../statistics/interquartileMean.js';
import { pooled } from '../../statistics/scores.js';
import { metricName } from '../metricWords.js';
import { figureBootstrap, inOrder, isShare, type Panel, titleOf, valuesOf } from './panel.js';

/** A row for each arm: every seed, and what stands for all of them. */
export function drawArms(panel: Panel): Promise<string> {
  const { metric, runs } = panel;
  const arms = inOrder(runs.map(({ factors }) => String(factors.activation))).map((activation) => {
    const values = runs
      .filter(({ factors }) => factors.activation === activation)
      .map(({ seed, metrics }) => ({ seed, value: metrics[metric] as number }));
    const numbers = values.map(({ value }) => value);
    const center = bootstrapEstimate([numbers], pooled(interquartileMean), figureBootstrap);
    return { activation, values, center };
  });
  const largest = Math.max(...valuesOf(panel, runs).map(Math.abs));
  const name = metricName(metric).english;
  return plotArmScores(arms, {
    title: titleOf(panel, name),
    axisTitle: name,
    shortestAxis: isShare(metric) ? 0.02 : largest / 20 || 1,
    format: isShare(metric) ? '~%' : '~g',
  });
}
