import type { Estimate } from '../statistics/bootstrap.js';
import type { SeedValue } from '../summary/distribution.js';
import { armScale } from './armScale.js';
import { frame, rowAxis } from './frame.js';
import { renderSvg } from './renderSvg.js';
import { seedCount } from './seedCount.js';

/** An arm: what each seed reached, and what stands for all of them. */
export interface ArmScores {
  readonly activation: string;
  readonly values: readonly SeedValue[];
  readonly center: Estimate;
}

/** What stands around the scores. */
export interface ArmScoresOptions {
  readonly title: string;
  readonly axisTitle: string;
  /** The axis is at least this long, so that equal scores look equal. */
  readonly shortestAxis: number;
  /** Of the axis; default `,~f`. */
  readonly format?: string;
}

const rowHeight = 58;

/** A row for each arm: every seed as a point, the centre as a stroke, its interval as a bar. */
export function plotArmScores(
  arms: readonly ArmScores[],
  { title, axisTitle, shortestAxis, format = ',~f' }: ArmScoresOptions,
): Promise<string> {
  const activations = arms.map(({ activation }) => activation);
  const seeds = arms.flatMap(({ activation, values }) => values.map((score) => ({ activation, ...score })));
  const centers = arms.map(({ activation, center }) => ({ activation, ...center }));
  const seen = seeds.map(({ value }) => value);
  const x = {
    type: 'quantitative' as const,
    title: axisTitle,
    scale: { domain: domainAround(seen, shortestAxis), nice: false },
    axis: { tickCount: 5, format },
  };
  const y = rowAxis('activation', activations);
  const { color, shape } = armScale(activations);
  const plain = { color: { ...color, legend: null } };
  return renderSvg({
    ...frame({
      title,
      subtitle: `${seedCount(arms.map(({ values }) => ({ n: values.length })))}, a point each; bar: 95 % interval`,
      drawingHeight: rowHeight * activations.length,
      rowLabels: activations,
    }),
    layer: [
      {
        data: { values: centers },
        mark: { type: 'bar', height: 10, opacity: 0.25 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, ...plain },
      },
      {
        data: { values: centers },
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

/** The range of the values and a tenth more on each side, at least `shortest` wide. */
function domainAround(values: readonly number[], shortest: number): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((high - low) * 0.1, (shortest - (high - low)) / 2);
  return [low - margin, high + margin];
}
