import type { Observation } from '../claims/observation.js';
import { type Run, subjectOf } from '../runs/readRuns.js';
import { metricsOf } from '../summary/metrics.js';
import { factorsOf } from './comparison.js';

/** The finished runs of a study as contrasts take them: what each was made with, and its metrics. */
export function observationsOf(study: string, runs: readonly Run[]): Observation[] {
  return runs.map((run) => ({
    study,
    seed: run.result.seed,
    factors: {
      ...factorsOf(Object.entries(run.settings)),
      activation: run.result.activation,
      [run.kind === 'dqn' ? 'environment' : 'data']: subjectOf(run),
    },
    metrics: metricsOf(run),
  }));
}
