import { plotProfiles } from '../../plots/performanceProfile.js';
import { countOf } from '../../plots/seedCount.js';
import { profileWithBand } from '../../statistics/performanceProfile.js';
import type { ProfileFigure } from '../figurePlans.js';
import { metricName } from '../metricWords.js';
import { distinct, figureBootstrap, inOrder, isShare, type Panel, titleOf, valuesOf } from './panel.js';

/** Fewer are no distribution. */
const fewestRuns = 3;

/**
 * The performance profiles of the arms over all tasks. An arm that lacks a task is left out: the tasks differ in how much
 * can be reached, and fewer of them would be another question.
 *
 * @returns undefined if no arm has all tasks and three runs
 */
export async function drawProfiles(
  { tasks: factor }: ProfileFigure,
  panel: Panel,
): Promise<string | undefined> {
  const { metric, runs } = panel;
  const tasks = distinct(runs.flatMap(({ factors }) => factors[factor] ?? []));
  const profiles = inOrder(runs.map(({ factors }) => String(factors.activation))).flatMap((activation) => {
    const own = runs.filter(({ factors }) => factors.activation === activation);
    const scores = tasks.map((task) =>
      valuesOf(
        panel,
        own.filter(({ factors }) => factors[factor] === task),
      ),
    );
    if (own.length < fewestRuns || scores.some(({ length }) => length === 0)) return [];
    return [{ activation, n: own.length, points: profileWithBand(scores, figureBootstrap) }];
  });
  if (profiles.length === 0) return undefined;
  return plotProfiles(profiles, {
    title: titleOf(panel, 'performance profiles'),
    subtitle: `${countOf('run', profiles)} each${over(tasks.length)}, band: pointwise 95 % interval`,
    axisTitle: metricName(metric).english,
    ...(isShare(metric) && { format: '~%' }),
  });
}

function over(tasks: number): string {
  return tasks === 1 ? '' : ` over ${tasks} tasks`;
}
