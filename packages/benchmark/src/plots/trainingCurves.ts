import { metrics } from '../runs/metrics.js';
import type { Estimate } from '../statistics/bootstrap.js';
import type { TaskSummary } from '../summary/summarize.js';
import type { TrainingPoint } from '../summary/training.js';
import { armScale } from './armScale.js';
import { armStyles } from './armStyle.js';
import { frame, legendLayout, titleWithinFrame } from './frame.js';
import { renderSvg } from './renderSvg.js';
import { seedCount } from './seedCount.js';

/** The primary metric over training: interquartile mean of the seeds as a line, its interval as a band. */
export function plotLearningCurves(task: TaskSummary): Promise<string> {
  const { label } = metrics[task.primaryMetric];
  return plotTraining(task, {
    title: `${task.task}: learning curves`,
    axisTitle: axisTitles[task.application] ?? `${label} (validation)`,
    estimateOf: ({ score }) => score,
    format: ',~f',
    ...(task.application === 'detector' && { domain: [0, 1] as const }),
  });
}

/** Where the metric's label would not say enough. */
const axisTitles: Readonly<Partial<Record<TaskSummary['application'], string>>> = {
  dqn: 'greedy return',
  classifier: 'accuracy (test)',
};

/** The share of dead units over training, drawn like the learning curves. */
export function plotDeadUnits(task: TaskSummary): Promise<string> {
  return plotUnitShare(task, { name: 'dead', shareOf: ({ deadShare }) => deadShare });
}

/** The share of dormant units over training, drawn like that of the dead. */
export function plotDormantUnits(task: TaskSummary): Promise<string> {
  return plotUnitShare(task, { name: 'dormant', shareOf: ({ dormantShare }) => dormantShare });
}

function plotUnitShare(
  task: TaskSummary,
  { name, shareOf }: { readonly name: string; readonly shareOf: (point: TrainingPoint) => Estimate },
): Promise<string> {
  return plotTraining(task, {
    title: `${task.task}: ${name} units`,
    axisTitle: `${name} units (%)`,
    estimateOf: (point) => {
      const { estimate, low, high } = shareOf(point);
      return { estimate: 100 * estimate, low: 100 * low, high: 100 * high };
    },
    format: '~f',
    reach: 1,
  });
}

interface TrainingPlot {
  readonly title: string;
  /** At most 20 characters: Vega makes room above a longer one (see frame.ts). */
  readonly axisTitle: string;
  readonly estimateOf: (point: TrainingPoint) => Estimate;
  /** d3 format of the y axis. */
  readonly format: string;
  readonly domain?: readonly [number, number];
  /** The y axis goes at least from 0 up to here, so that a flat line at 0 has a scale. */
  readonly reach?: number;
}

function yScale({ domain, reach }: TrainingPlot, values: readonly Estimate[]) {
  if (domain) return { domain: [...domain] };
  if (reach !== undefined && values.every(({ high }) => high < reach)) return { domain: [0, reach] };
  return { zero: values.every(({ low }) => low >= 0), nice: true };
}

function plotTraining(task: TaskSummary, plot: TrainingPlot): Promise<string> {
  const activations = task.arms.map(({ activation }) => activation);
  const styles = armStyles(activations);
  const values = task.arms.flatMap(({ activation, training }) =>
    training.map((point) => ({
      activation,
      bandColor: styles.get(activation)?.color,
      step: point.step,
      ...plot.estimateOf(point),
    })),
  );
  const { color, strokeDash } = armScale(activations);
  const { columns, rows } = legendLayout(activations);
  const lines = {
    stroke: { ...color, legend: { columns } },
    strokeDash: { ...strokeDash, legend: { columns } },
  };
  const x = {
    field: 'step',
    type: 'quantitative' as const,
    title: task.application === 'dqn' ? 'environment steps' : 'training steps',
    axis: { format: ',~f', grid: false, tickCount: 4, labelOverlap: false, labelFlush: false },
    scale: { nice: false, zero: true },
  };
  const y = {
    type: 'quantitative' as const,
    title: plot.axisTitle,
    axis: { format: plot.format, tickCount: 6, ...titleWithinFrame },
    scale: yScale(plot, values),
  };
  // A scale of its own would take the legend from the lines.
  const bandColor = { field: 'bandColor', type: 'nominal' as const, scale: null };
  return renderSvg({
    ...frame({
      title: plot.title,
      subtitle: `interquartile mean of ${seedCount(task.arms)}, band: 95 % interval`,
      drawingHeight: 190,
      legendRows: rows,
    }),
    data: { values },
    layer: [
      {
        mark: { type: 'area', opacity: 0.16 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, fill: bandColor },
      },
      {
        mark: { type: 'line', strokeWidth: 2 },
        encoding: { x, y: { ...y, field: 'estimate' }, ...lines },
      },
    ],
  });
}
