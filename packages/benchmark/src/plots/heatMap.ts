import { frame, rowAxis } from './frame.js';
import { renderSvg } from './renderSvg.js';

/** A number at a place of the map. */
export interface HeatMapCell {
  readonly column: string;
  readonly row: string;
  readonly value: number;
}

/** What stands around the cells, and how their numbers are meant. */
export interface HeatMapOptions {
  readonly title: string;
  readonly subtitle: string;
  readonly columnTitle: string;
  /** From left to right. */
  readonly columns: readonly string[];
  /** From top to bottom. */
  readonly rows: readonly string[];
  /** Values of the darkest and of the brightest colour; beyond them the colour stays. Default 0 to 1. */
  readonly domain?: readonly [number, number];
  /** Of the numbers; default `.2f`. */
  readonly format?: string;
}

const rowHeight = 34;

/** Share of the scale up to which white has the higher contrast on it, and black from there: at least 4.5 : 1 everywhere. */
const darkShare = 0.43;

/**
 * A cell for each pair of a column and a row, with its number on a colour. The scale is viridis, whose lightness alone says
 * the same, so that colour-blind readers and print in grey keep the order; cells look alike on a light and on a dark page.
 */
export function plotHeatMap(
  cells: readonly HeatMapCell[],
  { title, subtitle, columnTitle, columns, rows, domain = [0, 1], format = '.2f' }: HeatMapOptions,
): Promise<string> {
  const [low, high] = domain;
  const x = {
    field: 'column',
    type: 'nominal' as const,
    sort: [...columns],
    title: columnTitle,
    axis: { labelAngle: 0, labelOverlap: false, domain: false, ticks: false },
  };
  const y = rowAxis('row', rows);
  return renderSvg({
    ...frame({ title, subtitle, drawingHeight: rowHeight * rows.length, rowLabels: rows }),
    data: { values: cells.map((cell) => ({ ...cell })) },
    layer: [
      {
        mark: { type: 'rect', stroke: 'currentColor', strokeOpacity: 0.25 },
        encoding: {
          x,
          y,
          fill: {
            field: 'value',
            type: 'quantitative',
            scale: { scheme: 'viridis', domain: [low, high], clamp: true },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          x,
          y,
          text: { field: 'value', format },
          color: {
            condition: { test: `datum.value < ${low + darkShare * (high - low)}`, value: '#ffffff' },
            value: '#000000',
          },
        },
      },
    ],
  });
}
