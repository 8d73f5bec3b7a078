import { plotWidth } from './frame.js';
import { renderSvg } from './renderSvg.js';

/** How often each class was taken for each; the last row and column are the background. */
export interface ConfusionCounts {
  readonly classes: readonly string[];
  /** `counts[truth][prediction]` */
  readonly counts: readonly (readonly number[])[];
  readonly scoreThreshold: number;
  readonly iouThreshold: number;
}

const BACKGROUND = 'background';
/** Numbers fit in the cells of so many classes; the colours speak for more. */
const MOST_NUMBERED = 12;
const LARGEST_CELL = 44;
const CHARACTER_WIDTH = 6.2;

/** A confusion matrix: the share of each row as a colour, the counts as numbers. */
export function plotConfusion({
  classes,
  counts,
  scoreThreshold,
  iouThreshold,
}: ConfusionCounts): Promise<string> {
  const names = [...classes, BACKGROUND];
  const labels = Math.min(120, 16 + CHARACTER_WIDTH * Math.max(...names.map(({ length }) => length)));
  const side = Math.min(LARGEST_CELL * names.length, plotWidth - labels - 16);
  const values = counts.flatMap((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, prediction) => ({
      truth: names[truth],
      prediction: names[prediction],
      count,
      share: total === 0 ? 0 : count / total,
    }));
  });
  const axis = { type: 'nominal' as const, sort: names };
  const x = {
    ...axis,
    field: 'prediction',
    title: null,
    axis: { orient: 'bottom' as const, labelAngle: -45, labelOverlap: false, domain: false, ticks: false },
  };
  const y = {
    ...axis,
    field: 'truth',
    title: null,
    axis: { labelOverlap: false, domain: false, ticks: false },
  };
  return renderSvg({
    width: side,
    height: side,
    autosize: { type: 'none' },
    padding: { left: labels, right: plotWidth - labels - side, top: 56, bottom: labels },
    title: {
      text: 'What is taken for what',
      subtitle: `rows: truth; columns: detected; score from ${scoreThreshold}, IoU from ${iouThreshold}`,
      anchor: 'start',
      frame: 'group',
      dx: -labels,
    },
    data: { values },
    layer: [
      {
        mark: { type: 'rect', stroke: 'currentColor', strokeOpacity: 0.15, color: '#0072b2' },
        encoding: {
          x,
          y,
          fillOpacity: {
            field: 'share',
            type: 'quantitative',
            scale: { domain: [0, 1], range: [0, 0.85] },
            legend: null,
          },
        },
      },
      ...(names.length <= MOST_NUMBERED
        ? [
            {
              transform: [{ filter: 'datum.count > 0' }],
              mark: { type: 'text' as const, fontSize: 11, color: 'currentColor' },
              encoding: { x, y, text: { field: 'count' } },
            },
          ]
        : []),
    ],
  });
}
