import { plotHeatMap } from '../../plots/heatMap.js';
import { seedCount } from '../../plots/seedCount.js';
import { interquartileMean } from '../../statistics/interquartileMean.js';
import { mean } from '../../statistics/mean.js';
import type { MapFigure } from '../figurePlans.js';
import { metricName } from '../metricWords.js';
import { distinct, inOrder, isShare, type Panel, seedsOfCells, titleOf, valuesOf } from './panel.js';

/** A cell for each arm at each value of a factor: the mean of a share, else the interquartile mean. */
export function drawMap({ columns: factor }: MapFigure, panel: Panel): Promise<string> {
  const { metric, runs } = panel;
  const columns = distinct(runs.flatMap(({ factors }) => factors[factor] ?? []));
  const rows = inOrder(runs.map(({ factors }) => String(factors.activation)));
  const center = isShare(metric) ? mean : interquartileMean;
  const cells = rows.flatMap((row) =>
    columns.flatMap((column) => {
      const own = runs.filter(({ factors }) => factors.activation === row && factors[factor] === column);
      return own.length === 0 ? [] : [{ row, column: String(column), value: center(valuesOf(panel, own)) }];
    }),
  );
  const seeds = seedCount(seedsOfCells(runs));
  return plotHeatMap(cells, {
    title: titleOf(panel, metricName(metric).english),
    subtitle: `${isShare(metric) ? 'mean' : 'interquartile mean'} of ${seeds} a cell`,
    columnTitle: factorNames[factor] ?? factor,
    columns: columns.map(String),
    rows,
    format: isShare(metric) ? '.0%' : '.2f',
  });
}

const factorNames: Readonly<Record<string, string>> = { learningRate: 'learning rate' };
