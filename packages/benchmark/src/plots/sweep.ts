import type { Estimate } from '../statistics/bootstrap.js';
import { armScale } from './armScale.js';
import { armStyles } from './armStyle.js';
import { frame, titleWithinFrame } from './frame.js';
import { renderSvg } from './renderSvg.js';

/** What an arm reached at one place of the sweep. */
export interface SweepPoint extends Estimate {
  readonly activation: string;
  readonly place: string;
}

/** What stands around the points. */
export interface SweepOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly placeTitle: string;
  /** At most 20 characters: Vega makes room above a longer one (see frame.ts). */
  readonly axisTitle: string;
  /** From left to right. */
  readonly places: readonly string[];
  /** Of the y axis; default `~g`. */
  readonly format?: string;
  /** What theory says, drawn as a stroke across a place. */
  readonly expected?: readonly { readonly place: string; readonly value: number }[];
}

const legendColumns = 2;

/** An estimate with its interval for every arm at every place, arms side by side, and a line through those of an arm. */
export function plotSweep(
  points: readonly SweepPoint[],
  { title, subtitle, placeTitle, axisTitle, places, format = '~g', expected = [] }: SweepOptions,
): Promise<string> {
  const activations = [...new Set(points.map(({ activation }) => activation))];
  const { color, shape } = armScale(activations);
  const styles = armStyles(activations);
  const legend = activations.length === 1 ? null : { columns: legendColumns };
  const x = {
    field: 'place',
    type: 'ordinal' as const,
    sort: [...places],
    title: placeTitle,
    axis: { labelAngle: 0, labelOverlap: false },
  };
  const xOffset = { field: 'activation', type: 'nominal' as const, sort: activations };
  const y = {
    type: 'quantitative' as const,
    title: axisTitle,
    axis: { format, tickCount: 6, ...titleWithinFrame },
    scale: { zero: false, nice: true },
  };
  const data = {
    values: points.map((point) => ({ ...point, lineColor: styles.get(point.activation)?.color })),
  };
  return renderSvg({
    ...frame({
      title,
      subtitle,
      drawingHeight: 190,
      legendRows: legend === null ? 0 : Math.ceil(activations.length / legendColumns),
    }),
    layer: [
      ...expectedStrokes(expected, { x, y }),
      {
        data,
        mark: { type: 'line', strokeWidth: 1.2, strokeOpacity: 0.5 },
        encoding: {
          x,
          xOffset,
          y: { ...y, field: 'estimate' },
          detail: { field: 'activation', type: 'nominal' },
          // A scale of its own would take the legend from the points.
          stroke: { field: 'lineColor', type: 'nominal', scale: null },
        },
      },
      {
        data,
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: {
          x,
          xOffset,
          y: { ...y, field: 'low' },
          y2: { field: 'high' },
          color: { ...color, legend },
        },
      },
      {
        data,
        mark: { type: 'point', filled: true, size: 42, opacity: 1 },
        encoding: {
          x,
          xOffset,
          y: { ...y, field: 'estimate' },
          color: { ...color, legend },
          shape: { ...shape, legend },
        },
      },
    ],
  });
}

function expectedStrokes(
  expected: NonNullable<SweepOptions['expected']>,
  {
    x,
    y,
  }: {
    readonly x: { readonly field: string; readonly type: 'ordinal' };
    readonly y: { readonly type: 'quantitative' };
  },
) {
  if (expected.length === 0) return [];
  return [
    {
      data: { values: expected.map((point) => ({ ...point })) },
      mark: { type: 'tick' as const, thickness: 2, size: 60, color: 'currentColor', opacity: 0.45 },
      encoding: { x, y: { ...y, field: 'value' } },
    },
  ];
}
