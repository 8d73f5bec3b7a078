// A study that may end early, by a rule that stands in its file before the first run. It looks at the width of the
// interval only, never at its place: what the interval says cannot make it stop.
import { type ContrastOutcome, measureContrast } from '../contrasts/contrast.js';
import { observationsOf } from '../contrasts/observationsOf.js';
import type { Run } from '../runs/readRuns.js';
import type { BootstrapOptions } from '../statistics/bootstrap.js';
import { contrastOf } from './comparison.js';
import type { StoppingRule, Study } from './study.js';

/** The seeds of a study in portions: after each but the last it may end. Without a rule there is one. */
export function portionsOf({ seeds, stopping }: Pick<Study, 'seeds' | 'stopping'>): number[][] {
  if (stopping === undefined) return [[...seeds]];
  const { fewestSeeds, every } = stopping;
  const portions = [seeds.slice(0, fewestSeeds)];
  for (let start = fewestSeeds; start < seeds.length; start += every) {
    portions.push(seeds.slice(start, start + every));
  }
  return portions;
}

/** The comparison of a study on the runs that there are; undefined if the study has none. */
export function measureComparison(
  study: Study,
  runs: readonly Run[],
  options: BootstrapOptions,
): ContrastOutcome | undefined {
  if (study.comparison === undefined) return undefined;
  const contrast = contrastOf(study, study.comparison);
  return measureContrast(contrast, observationsOf(study.name, runs), options);
}

/** Whether the rule ends the study with this outcome. */
export function isNarrowEnough({ low, high }: ContrastOutcome, { narrowerThan }: StoppingRule): boolean {
  return high - low < narrowerThan;
}
