import { type MetricKey, metrics } from '../runs/metrics.js';
import type { StudyResults } from '../summary/summarize.js';
import { formatDifference, formatInterval } from './format.js';

/** What the study set out to decide, and what came of it, in one line; empty for a study that set out for nothing. */
export function comparisonLine({ study, comparison }: StudyResults): string {
  if (study?.comparison === undefined || comparison === null) return '';
  const { metric, rule, smallestEffect, isRelative = false } = study.comparison;
  const { contrast, seeds, verdict, seedsNeeded } = comparison;
  const effect = isRelative ? `${100 * smallestEffect} %` : String(smallestEffect);
  const asked = rule === 'superior' ? `better by ${effect}` : `not worse by ${effect}`;
  const { label, digits: own } =
    metric in metrics ? metrics[metric as MetricKey] : { label: metric, digits: 3 };
  const title = `${contrast.name}, ${label}, ${asked}`;
  if (verdict === 'not tested') return `${title}: not tested, the arms share no seed`;
  const digits = isRelative ? 3 : own;
  const found = `${formatDifference(comparison.estimate, digits)} ${formatInterval(comparison, digits)}`;
  const more = seedsNeeded === undefined ? '' : `; about ${seedsNeeded} seeds would decide`;
  return `${title}: ${verdict}, ${found} over ${seeds} seeds${more}`;
}
