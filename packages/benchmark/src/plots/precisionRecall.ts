import { CLASS_COLORS } from './classColors.js';
import { frame } from './frame.js';
import { renderSvg } from './renderSvg.js';

/** The curve of one class. */
export interface PrecisionRecallLine {
  readonly name: string;
  readonly averagePrecision: number;
  readonly points: readonly { readonly recall: number; readonly precision: number }[];
}

/** With these, twelve lines can be told apart; more can't. */
const DASHES = [
  [1, 0],
  [6, 3],
];
const MOST_LINES = CLASS_COLORS.length * DASHES.length;

/**
 * Precision over recall, a line a class, its average precision in the legend. Of more than twelve classes those with the
 * lowest average precision are drawn.
 *
 * @param lines - the envelopes of the classes that have truth
 * @param iouThreshold - at which they were made
 */
export function plotPrecisionRecall(
  lines: readonly PrecisionRecallLine[],
  iouThreshold: number,
): Promise<string> {
  const drawn =
    lines.length <= MOST_LINES
      ? lines
      : lines.toSorted((a, b) => a.averagePrecision - b.averagePrecision).slice(0, MOST_LINES);
  const labelOf = ({ name, averagePrecision }: PrecisionRecallLine) =>
    `${name} ${averagePrecision.toFixed(3)}`;
  const labels = drawn.map(labelOf);
  const of = { field: 'label', type: 'nominal' as const };
  const ranges = labels.map((_, index) => ({
    color: CLASS_COLORS[index % CLASS_COLORS.length] as string,
    dash: DASHES[Math.floor(index / CLASS_COLORS.length)] as number[],
  }));
  const axis = { type: 'quantitative' as const, scale: { domain: [0, 1] }, axis: { tickCount: 5 } };
  return renderSvg({
    ...frame({
      title: `Precision and recall at IoU ${iouThreshold}`,
      subtitle:
        drawn.length < lines.length
          ? `the ${MOST_LINES} classes of lowest average precision, of ${lines.length}`
          : 'average precision behind each class',
      drawingHeight: 260,
      legendRows: Math.ceil(labels.length / 2),
    }),
    data: {
      values: drawn.flatMap((line) =>
        line.points.map(({ recall, precision }) => ({ label: labelOf(line), recall, precision })),
      ),
    },
    mark: { type: 'line', strokeWidth: 2, clip: false },
    encoding: {
      x: { ...axis, field: 'recall', title: 'recall' },
      y: { ...axis, field: 'precision', title: 'precision' },
      color: {
        ...of,
        legend: { columns: 2 },
        scale: { domain: labels, range: ranges.map(({ color }) => color) },
      },
      strokeDash: {
        ...of,
        legend: { columns: 2 },
        scale: { domain: labels, range: ranges.map(({ dash }) => dash) },
      },
    },
  });
}
