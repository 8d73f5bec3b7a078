import type { Observation, RunFactors } from '../../contrasts/observation.js';
import { seedCount } from '../../plots/seedCount.js';
import { plotSweep, type SweepPoint } from '../../plots/sweep.js';
import { bootstrapEstimate } from '../../statistics/bootstrap.js';
import { mean } from '../../statistics/mean.js';
import { pooled } from '../../statistics/scores.js';
import type { SweepFigure } from '../figurePlans.js';
import { metricName } from '../metricWords.js';
import { figureBootstrap, inOrder, isShare, type Panel, seedsOfCells, titleOf, valuesOf } from './panel.js';

/** Every arm at every place of an axis that factors run along. */
export function drawSweep({ along, arm, expected }: SweepFigure, panel: Panel): Promise<string> {
  const { metric, runs } = panel;
  const places = new Map(
    runs.map(({ factors }) => [placeOf(factors, along), factors] as const).sort(byNumbers),
  );
  const armOf = ({ factors }: Observation): string => arm ?? String(factors.activation);
  const points = inOrder(runs.map(armOf)).flatMap((activation) =>
    [...places.keys()].flatMap((place): SweepPoint[] => {
      const own = runs.filter((run) => armOf(run) === activation && placeOf(run.factors, along) === place);
      if (own.length === 0) return [];
      const estimate = bootstrapEstimate([valuesOf(panel, own)], pooled(mean), figureBootstrap);
      return [{ activation, place, ...estimate }];
    }),
  );
  const name = metricName(metric).english;
  return plotSweep(points, {
    title: titleOf(panel, name),
    subtitle: `means of ${seedCount(seedsOfCells(runs))}, bar: 95 % interval`,
    placeTitle: arm === undefined ? along.join(' × ') : 'slope left of zero',
    axisTitle: name,
    places: [...places.keys()],
    ...(isShare(metric) && { format: '~%' }),
    ...(expected && {
      expected: [...places].map(([place, factors]) => ({ place, value: expected(factors) })),
    }),
  });
}

const between = ' × ';

/** `2 × 5`; of an activation its slope. */
function placeOf(factors: RunFactors, along: readonly string[]): string {
  return along.map((name) => String(factors[name]).replace(/^.*:/, '')).join(between);
}

/** By the numbers that the places consist of, the first one first; words stay in the order in which they occur. */
function byNumbers([first]: readonly [string, RunFactors], [second]: readonly [string, RunFactors]): number {
  const numbers = second.split(between).map(Number);
  const differences = first.split(between).map((part, index) => Number(part) - (numbers[index] ?? 0));
  return differences.find((difference) => difference !== 0 && !Number.isNaN(difference)) ?? 0;
}
