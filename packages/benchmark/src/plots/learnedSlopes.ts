import { parseActivation } from '@rectify/activations';
import type { TaskSummary } from '../summary/summarize.js';
import { armScale } from './armScale.js';
import { frame, legendLayout, rowAxis } from './frame.js';
import { shortLayerName } from './layerName.js';
import { renderSvg } from './renderSvg.js';
import { seedCount } from './seedCount.js';

/**
 * The learned slopes by layer: mean of the seeds as a point, from the smallest to the largest channel as a bar,
 * and a dashed line where they began.
 *
 * @returns undefined if no arm of the task learns its slope
 */
export async function plotLearnedSlopes(task: TaskSummary): Promise<string | undefined> {
  const arms = task.arms.filter(({ learnedSlopes }) => learnedSlopes.length > 0);
  if (arms.length === 0) return undefined;
  const values = arms.flatMap(({ activation, learnedSlopes }) =>
    learnedSlopes.map((slopes) => ({ activation, ...slopes, layer: shortLayerName(slopes.layer) })),
  );
  const layers = [...new Set(values.map(({ layer }) => layer))];
  const activations = arms.map(({ activation }) => activation);
  const { color, shape } = armScale(activations);
  // A single arm is named in the subtitle.
  const { columns, rows } = legendLayout(activations);
  const legend = activations.length === 1 ? null : { columns };
  const y = rowAxis('layer', layers);
  const yOffset = { field: 'activation', type: 'nominal' as const, sort: activations };
  const x = {
    type: 'quantitative' as const,
    title: 'slope left of zero (no unit)',
    scale: { zero: true, nice: true },
    axis: { tickCount: 4, format: '~f' },
  };
  return renderSvg({
    ...frame({
      title: `${task.task}: learned slopes`,
      subtitle: `mean of ${seedCount(arms)}${legend === null ? ` of ${activations[0]}` : ''}, bar: smallest to largest channel`,
      drawingHeight: Math.max(100, 26 * layers.length * activations.length),
      rowLabels: layers,
      legendRows: legend === null ? 0 : rows,
    }),
    layer: [
      {
        data: { values: startsOf(activations) },
        mark: { type: 'rule', strokeDash: [4, 3], strokeWidth: 1.5 },
        encoding: { x: { ...x, field: 'start' }, color: { ...color, legend } },
      },
      {
        data: { values },
        mark: { type: 'bar', height: 6, opacity: 0.3 },
        encoding: {
          x: { ...x, field: 'min' },
          x2: { field: 'max' },
          y,
          yOffset,
          color: { ...color, legend },
        },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: {
          x: { ...x, field: 'mean' },
          y,
          yOffset,
          color: { ...color, legend },
          shape: { ...shape, legend },
        },
      },
    ],
  });
}

function startsOf(activations: readonly string[]) {
  return activations.flatMap((spec) => {
    const activation = parseActivation(spec);
    return activation.kind === 'prelu' ? [{ activation: spec, start: activation.initialSlope }] : [];
  });
}
