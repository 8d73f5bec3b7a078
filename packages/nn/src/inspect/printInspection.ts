import type { LayerInspection } from './inspector.js';
import type { UnitHealth } from './unitHealth.js';

type Column = readonly [heading: string, cell: (layer: LayerInspection) => string];

const percent = (value: number | null): string => (value === null ? '-' : `${(100 * value).toFixed(1)} %`);
const significant = (value: number | null): string =>
  value === null ? '-' : String(Number(value.toPrecision(3)));
const health = (heading: string, cell: (health: UnitHealth) => string): Column => [
  heading,
  (layer) => cell(layer.health),
];

const COLUMNS: readonly Column[] = [
  ['layer', ({ layer }) => layer],
  ['activation', ({ activation }) => activation],
  health('units', ({ units }) => String(units)),
  health('positive', ({ positiveShare }) => percent(positiveShare)),
  health('dead', ({ deadShare }) => percent(deadShare)),
  health('dormant', ({ dormantShare }) => percent(dormantShare)),
  health('saturated', ({ saturatedShare }) => percent(saturatedShare)),
  health('mean', ({ outputMean }) => significant(outputMean)),
  health('variance', ({ outputVariance }) => significant(outputVariance)),
  health('rank', (own) => significant(own.effectiveRank)),
  health('srank', ({ srank }) => String(srank)),
  health('gradient', ({ gradientNorm }) => significant(gradientNorm)),
  health('weak', ({ weakGradientShare }) => percent(weakGradientShare)),
  ['slopes', ({ learnedSlopes }) => rangeOf(learnedSlopes)],
];

/** Words stand at the left of their column, numbers at the right. */
const WORD_COLUMNS = 2;

/**
 * An inspection as a table of plain text, a line for each layer: the fields of `UnitHealth` in their order, and the
 * least and greatest learned slope. `-` stands for what a layer does not have.
 */
export function printInspection(layers: readonly LayerInspection[]): string {
  const rows = [
    COLUMNS.map(([heading]) => heading),
    ...layers.map((layer) => COLUMNS.map(([, cell]) => cell(layer))),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column < WORD_COLUMNS ? cell.padEnd(width) : cell.padStart(width);
        })
        .join('  '),
    )
    .join('\n');
}

function rangeOf(slopes: readonly number[]): string {
  if (slopes.length === 0) return '-';
  const [least, greatest] = [Math.min(...slopes), Math.max(...slopes)].map(significant);
  return least === greatest ? `${least}` : `${least} to ${greatest}`;
}
