import { metrics } from '../summary/metrics.js';
import type { TaskSummary } from '../summary/summarize.js';
import { armScale } from './armScale.js';
import { frame, rowAxis } from './frame.js';
import { renderSvg } from './renderSvg.js';
import { seedCount } from './seedCount.js';

const rowHeight = 58;

/** The scores after training: every seed as a point, the interquartile mean as a stroke, its interval as a bar. */
export function plotFinalScores(task: TaskSummary): Promise<string> {
  const activations = task.arms.map(({ activation }) => activation);
  const { summaries, seeds } = rowsOf(task);
  const { label, digits } = metrics[task.primaryMetric];
  const seen = seeds.map(({ value }) => value);
  const x = {
    type: 'quantitative' as const,
    title: `${label} after training`,
    scale: { domain: domainAround(seen, 20 / 10 ** digits), nice: false },
    axis: { tickCount: 5, format: ',~f' },
  };
  const y = rowAxis('activation', activations);
  const { color, shape } = armScale(activations);
  const plain = { color: { ...color, legend: null } };
  return renderSvg({
    ...frame({
      title: `${task.task}: final scores`,
      subtitle: `${seedCount(task.arms)}, a point each; bar: 95 % interval`,
      drawingHeight: rowHeight * activations.length,
      rowLabels: activations,
    }),
    layer: [
      {
        data: { values: summaries },
        mark: { type: 'bar', height: 10, opacity: 0.25 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, ...plain },
      },
      {
        data: { values: summaries },
        mark: { type: 'tick', thickness: 3, size: 24 },
        encoding: { x: { ...x, field: 'estimate' }, y, ...plain },
      },
      {
        data: { values: seeds },
        mark: { type: 'point', size: 44, strokeWidth: 1.6 },
        encoding: {
          x: { ...x, field: 'value' },
          y,
          // Seeds get a height each, or equal scores would hide one another.
          yOffset: { field: 'seed', type: 'nominal', scale: { paddingOuter: 0.5 } },
          shape: { ...shape, legend: null },
          ...plain,
        },
      },
    ],
  });
}

function rowsOf({ arms, primaryMetric: key }: TaskSummary) {
  const distributions = arms.flatMap(({ activation, metrics: { [key]: distribution } }) =>
    distribution ? [{ activation, ...distribution }] : [],
  );
  return {
    summaries: distributions.map(({ activation, interquartileMean }) => ({
      activation,
      ...interquartileMean,
    })),
    seeds: distributions.flatMap(({ activation, values }) =>
      values.map((score) => ({ activation, ...score })),
    ),
  };
}

/** The range of the values and a tenth more on each side, at least `smallest` wide so that equal scores look equal. */
function domainAround(values: readonly number[], smallest: number): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((high - low) * 0.1, (smallest - (high - low)) / 2);
  return [low - margin, high + margin];
}
