import { primaryScoreOf } from '../runs/metrics.js';
import type { Run } from '../runs/readRuns.js';

/**
 * Runs of one arm by the distance of their score from the middle of the order. The one with the median score comes
 * first: the best would flatter.
 */
export function typicalFirst<Kind extends Run>(runs: readonly Kind[]): Kind[] {
  const ascending = runs.toSorted((first, second) => primaryScoreOf(first) - primaryScoreOf(second));
  const middle = (ascending.length - 1) / 2;
  const distance = (run: Kind): number => Math.abs(ascending.indexOf(run) - middle);
  return ascending.toSorted((first, second) => distance(first) - distance(second));
}
