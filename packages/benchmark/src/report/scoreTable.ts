import { armStyles } from '../plots/armStyle.js';
import { type MetricKey, metrics } from '../runs/metrics.js';
import type { Estimate } from '../statistics/bootstrap.js';
import type { ArmSummary, TaskSummary } from '../summary/summarize.js';
import { formatDifference, formatInterval, formatNumber, formatShare } from './format.js';
import { type Html, type HtmlValue, html } from './html.js';

interface Column {
  readonly title: string;
  readonly note: string;
  readonly cell: (arm: ArmSummary) => HtmlValue;
}

/** The table of a task: a row per arm, with every number's interval or spread below it. */
export function scoreTable(task: TaskSummary, baseline: string): Html {
  const styles = armStyles(task.arms.map(({ activation }) => activation));
  const columns = columnsOf(task, baseline);
  const head = columns.map(({ title, note }) => html`<th scope="col">${title}<small>${note}</small></th>`);
  const rows = task.arms.map(
    (arm) => html`<tr>
      <th scope="row"><i class="key" style="background:${styles.get(arm.activation)?.color}"></i>${arm.activation}</th>
      ${columns.map(({ cell }) => html`<td>${cell(arm)}</td>`)}
    </tr>`,
  );
  return html`<div class="scroll" role="region" aria-label="Scores on ${task.task}" tabindex="0">
    <table>
      <thead><tr><th scope="col">activation<small>exact spec</small></th>${head}</tr></thead>
      <tbody>${rows}</tbody>
    </table>
  </div>`;
}

function columnsOf(task: TaskSummary, baseline: string): Column[] {
  const key = task.primaryMetric;
  const { digits } = metrics[key];
  const hasThreshold = task.arms.some(({ stepsToThreshold }) => stepsToThreshold);
  const speed = hasThreshold ? thresholdColumn(task) : interquartileColumn('areaUnderCurve');
  const second = { dqn: [speed], detector: [interquartileColumn('mAP')], classifier: [] };
  return [
    { title: 'n', note: 'seeds', cell: ({ n }) => n },
    interquartileColumn(key),
    {
      title: 'mean',
      note: '± sd',
      cell: ({ metrics: { [key]: score } }) =>
        score &&
        html`${formatNumber(score.mean, digits)}<small>± ${spread(score.standardDeviation, digits)}</small>`,
    },
    {
      title: 'worst',
      note: 'best',
      cell: ({ metrics: { [key]: score } }) =>
        score &&
        html`${formatNumber(score.minimum.value, digits)}<small>${formatNumber(score.maximum.value, digits)}</small>`,
    },
    ...comparisonColumns(key, baseline),
    ...second[task.application],
    deadColumn,
    ...(task.arms.some(({ learnedSlopes }) => learnedSlopes.length > 0) ? [slopeColumn] : []),
    {
      title: 'time',
      note: 's, mean',
      cell: ({ metrics: { wallSeconds } }) => wallSeconds && formatNumber(wallSeconds.mean, 1),
    },
  ];
}

function interquartileColumn(key: MetricKey): Column {
  const { label, digits } = metrics[key];
  return {
    title: label,
    note: 'IQM, 95\u00a0%',
    cell: ({ metrics: { [key]: distribution } }) =>
      distribution && estimateCell(distribution.interquartileMean, digits, formatNumber),
  };
}

function comparisonColumns(key: MetricKey, baseline: string): Column[] {
  const { digits } = metrics[key];
  return [
    {
      title: `−\u00a0${baseline}`,
      note: 'paired, 95\u00a0%',
      cell: ({ againstBaseline }) => {
        const comparison = againstBaseline?.[key];
        return comparison ? estimateCell(comparison.difference, digits, formatDifference) : '·';
      },
    },
    {
      title: `P(>\u00a0${baseline})`,
      note: '95\u00a0%',
      cell: ({ againstBaseline }) => {
        const comparison = againstBaseline?.[key];
        return comparison ? estimateCell(comparison.probabilityOfImprovement, 2, formatNumber) : '·';
      },
    },
  ];
}

const deadColumn: Column = {
  title: 'dead units',
  note: 'mean, worst seed',
  cell: ({ metrics: { deadShare } }) =>
    deadShare && html`${formatShare(deadShare.mean)}<small>${formatShare(deadShare.maximum.value)}</small>`,
};

function thresholdColumn(task: TaskSummary): Column {
  const threshold = task.arms[0]?.stepsToThreshold?.threshold ?? 0;
  return {
    title: `steps to ${formatNumber(threshold)}`,
    note: 'median, runs',
    cell: ({ stepsToThreshold }) =>
      stepsToThreshold &&
      html`${stepsToThreshold.medianSteps === null ? 'not reached' : formatNumber(stepsToThreshold.medianSteps)}
        <small>${Math.round(stepsToThreshold.arrivedShare * stepsToThreshold.n)} of ${stepsToThreshold.n}</small>`,
  };
}

const slopeColumn: Column = {
  title: 'learned slopes',
  note: 'by layer, range',
  cell: ({ learnedSlopes }) => {
    if (learnedSlopes.length === 0) return '·';
    const means = learnedSlopes.map((slopes) => formatNumber(slopes.mean, 2));
    const shown = means.length <= 2 ? means.join(' · ') : `${means[0]} … ${means.at(-1)}`;
    const low = Math.min(...learnedSlopes.map(({ min }) => min));
    const high = Math.max(...learnedSlopes.map(({ max }) => max));
    return html`${shown}<small>${formatInterval({ low, high }, 2)}</small>`;
  },
};

function estimateCell(
  estimate: Estimate,
  digits: number,
  format: (value: number, digits: number) => string,
): Html {
  return html`${format(estimate.estimate, digits)}<small>${formatInterval(estimate, digits)}</small>`;
}

function spread(standardDeviation: number | null, digits: number): string {
  return standardDeviation === null ? 'unknown' : formatNumber(standardDeviation, digits);
}
