// One row of a forest plot: where a contrast came out, against 0 and the smallest effect of interest.
import type { ContrastOutcome } from '../contrasts/contrast.js';
import { plotWidth } from './frame.js';
import { renderSvg } from './renderSvg.js';

/** The ends of the axis, in the unit of the contrast. */
export type Domain = readonly [number, number];

/** How a contrast is drawn. */
export interface ContrastPlotOptions {
  /** Default: what `contrastDomain` gives for it alone. */
  readonly domain?: Domain;
  /** Written above; the page has its own text beside the plot. */
  readonly title?: string;
}

/** The bound that D is judged by: m, or -m for "not worse"; none for "never", which any occurrence refutes. */
export function thresholdOf({ rule, smallestEffect }: ContrastOutcome['contrast']): number | undefined {
  switch (rule) {
    case 'superior':
      return smallestEffect;
    case 'notWorse':
      return -smallestEffect;
    case 'never':
      return undefined;
  }
}

/** An axis that holds the intervals of all outcomes, 0 and their bounds. */
export function contrastDomain(outcomes: readonly ContrastOutcome[]): Domain {
  const ends = outcomes.flatMap((outcome) => [
    outcome.low,
    outcome.high,
    outcome.estimate,
    thresholdOf(outcome.contrast) ?? 0,
  ]);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const margin = 0.06 * (high - low) || 0.5;
  return [low - margin, high + margin];
}

const height = 30;
const left = 26;
const right = 26;
/** Beyond the bound lies what the claim promises. */
const promised = '#009e73';
const bound = '#d55e00';

/**
 * D as a point, its 95 % interval as a bar, a line at 0, a dashed line at the bound (named above the plot), and the side
 * that the claim promises shaded.
 *
 * @param outcome - one that was measured
 */
export function plotContrast(
  outcome: ContrastOutcome,
  { domain = contrastDomain([outcome]), title }: ContrastPlotOptions = {},
): Promise<string> {
  const isRelative = outcome.contrast.relativeTo !== undefined;
  const threshold = thresholdOf(outcome.contrast);
  const x = {
    type: 'quantitative' as const,
    title: null,
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { tickCount: 5, format: isRelative ? '~%' : '~g', grid: false },
  };
  return renderSvg({
    width: plotWidth - left - right,
    height,
    autosize: { type: 'none' },
    padding: { left, right, top: title === undefined ? 18 : 50, bottom: 26 },
    ...(title === undefined
      ? {}
      : { title: { text: title, anchor: 'start', frame: 'group', dx: -left, fontSize: 11, offset: 20 } }),
    layer: [
      ...(threshold === undefined
        ? []
        : promisedSide(x, { threshold, end: domain[1], rule: outcome.contrast.rule })),
      {
        data: { values: [{ zero: 0 }] },
        mark: { type: 'rule', color: 'currentColor', opacity: 0.7 },
        encoding: { x: { ...x, field: 'zero' } },
      },
      {
        data: { values: [{ low: outcome.low, high: outcome.high }] },
        mark: { type: 'rule', color: 'currentColor', strokeWidth: 3, strokeCap: 'round' },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y: { value: height / 2 } },
      },
      {
        data: { values: [{ estimate: outcome.estimate }] },
        mark: { type: 'point', filled: true, size: 90, color: 'currentColor', opacity: 1 },
        encoding: { x: { ...x, field: 'estimate' }, y: { value: height / 2 } },
      },
    ],
  });
}

function promisedSide(
  x: { readonly type: 'quantitative' },
  side: { readonly threshold: number; readonly end: number; readonly rule: string },
) {
  const data = { values: [{ ...side, name: side.rule === 'notWorse' ? '−m' : 'm' }] };
  return [
    {
      data,
      mark: { type: 'rect' as const, color: promised, opacity: 0.14 },
      encoding: { x: { ...x, field: 'threshold' }, x2: { field: 'end' } },
    },
    {
      data,
      mark: { type: 'rule' as const, color: bound, strokeDash: [4, 3], strokeWidth: 1.5 },
      encoding: { x: { ...x, field: 'threshold' } },
    },
    {
      data,
      mark: { type: 'text' as const, baseline: 'bottom' as const, fontSize: 11, color: 'currentColor' },
      encoding: { x: { ...x, field: 'threshold' }, y: { value: -4 }, text: { field: 'name' } },
    },
  ];
}
