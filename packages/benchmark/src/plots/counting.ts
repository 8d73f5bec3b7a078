import { CLASS_COLORS } from './classColors.js';
import { frame, legendLayout } from './frame.js';
import { renderSvg } from './renderSvg.js';

/** How one class was counted. */
export interface ClassCounts {
  readonly name: string;
  readonly meanAbsoluteError: number | null;
  /** In the order of the pictures. */
  readonly perImage: readonly { readonly predicted: number; readonly truths: number }[];
}

/**
 * By how many each picture is counted wrong, in the order of the split, so that labels which change along a data set show; a
 * point a picture and class. Of more than six classes those with the largest mean error are drawn.
 */
export function plotCounting(classes: readonly ClassCounts[]): Promise<string> {
  const worst = classes.toSorted((a, b) => (b.meanAbsoluteError ?? 0) - (a.meanAbsoluteError ?? 0));
  const drawn = worst.slice(0, CLASS_COLORS.length);
  const names = drawn.map(({ name }) => name);
  const { columns, rows } = legendLayout(names);
  return renderSvg({
    ...frame({
      title: 'Errors of counting, picture by picture',
      subtitle:
        drawn.length < classes.length
          ? `the ${drawn.length} classes that are counted worst, of ${classes.length}`
          : 'shaded: at most one',
      drawingHeight: 260,
      legendRows: rows,
    }),
    layer: [
      {
        data: { values: [{ low: -1, high: 1 }] },
        mark: { type: 'rect', color: 'currentColor', opacity: 0.1 },
        encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
      },
      {
        data: { values: drawn.flatMap(errorsOf) },
        mark: { type: 'point', filled: true, size: 24, opacity: 0.75 },
        encoding: {
          x: { field: 'place', type: 'quantitative', title: 'picture, in the order of the split' },
          y: { field: 'error', type: 'quantitative', title: 'counted minus true', scale: { padding: 8 } },
          color: {
            field: 'name',
            type: 'nominal',
            legend: { columns },
            scale: { domain: names, range: [...CLASS_COLORS] },
          },
        },
      },
    ],
  });
}

function errorsOf({ name, perImage }: ClassCounts) {
  return perImage.map(({ predicted, truths }, index) => ({
    name,
    place: index + 1,
    error: predicted - truths,
  }));
}
