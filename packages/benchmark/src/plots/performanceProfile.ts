import type { ProfilePoint } from '../statistics/performanceProfile.js';
import { armScale } from './armScale.js';
import { armStyles } from './armStyle.js';
import { frame, legendLayout, titleWithinFrame } from './frame.js';
import { renderSvg } from './renderSvg.js';

/** An arm and the share of its runs above each of its own scores. */
export interface ArmProfile {
  readonly activation: string;
  /** By ascending threshold; the last share is 0. */
  readonly points: readonly ProfilePoint[];
}

/** What stands around the profiles. */
export interface ProfilePlotOptions {
  readonly title: string;
  readonly subtitle: string;
  /** Of the scores. */
  readonly axisTitle: string;
  /** Of the scores; default `~g`. */
  readonly format?: string;
}

/**
 * Performance profiles: for every score the share of an arm's runs above it, as a staircase with its band. A line that
 * lies above another all the way belongs to the better arm; where they cross, the arms differ in their weak and strong runs.
 */
export function plotProfiles(
  arms: readonly ArmProfile[],
  { title, subtitle, axisTitle, format = '~g' }: ProfilePlotOptions,
): Promise<string> {
  const activations = arms.map(({ activation }) => activation);
  const styles = armStyles(activations);
  const domain = domainOf(arms);
  const values = arms.flatMap(({ activation, points }) =>
    reachingOver(points, domain).map((point) => ({
      ...point,
      activation,
      bandColor: styles.get(activation)?.color,
    })),
  );
  const { color, strokeDash } = armScale(activations);
  const { columns, rows } = legendLayout(activations);
  const lines = {
    stroke: { ...color, legend: { columns } },
    strokeDash: { ...strokeDash, legend: { columns } },
  };
  const x = {
    field: 'threshold',
    type: 'quantitative' as const,
    title: axisTitle,
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { format, grid: false, tickCount: 5, labelFlush: false },
  };
  const y = {
    type: 'quantitative' as const,
    title: 'share of runs above',
    axis: { format: '~%', tickCount: 5, ...titleWithinFrame },
    scale: { domain: [0, 1] },
  };
  // A scale of its own would take the legend from the lines.
  const bandColor = { field: 'bandColor', type: 'nominal' as const, scale: null };
  return renderSvg({
    ...frame({ title, subtitle, drawingHeight: 190, legendRows: rows }),
    data: { values },
    layer: [
      {
        mark: { type: 'area', opacity: 0.12, interpolate: 'step-after' },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, fill: bandColor },
      },
      {
        mark: { type: 'line', strokeWidth: 2, interpolate: 'step-after' },
        encoding: { x, y: { ...y, field: 'estimate' }, ...lines },
      },
    ],
  });
}

/** The range of the scores and a little more on each side. */
function domainOf(arms: readonly ArmProfile[]): readonly [number, number] {
  const scores = arms.flatMap(({ points }) => points.map(({ threshold }) => threshold));
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const margin = 0.05 * (high - low) || 0.5;
  return [low - margin, high + margin];
}

/** Below all scores every run lies above; beyond the last none does. */
function reachingOver(
  points: readonly ProfilePoint[],
  [start, end]: readonly [number, number],
): readonly ProfilePoint[] {
  const all = { threshold: start, estimate: 1, low: 1, high: 1 };
  const none = { threshold: end, estimate: 0, low: 0, high: 0 };
  return [all, ...points, none];
}
