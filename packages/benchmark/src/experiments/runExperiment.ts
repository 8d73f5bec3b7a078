import type { Observation, RunFactors } from '../contrasts/observation.js';
import type { Budget, Experiment } from './experiment.js';

/** A run that is to be made. */
export interface PlannedObservation {
  readonly factors: RunFactors;
  readonly seed: number;
}

/** The runs of an experiment that aren't known yet: seeds first, so that all arms have been compared on those it got to. */
export function missingRuns(
  { name, cells, seeds }: Experiment,
  { budget, known }: { readonly budget: Budget; readonly known: readonly Observation[] },
): PlannedObservation[] {
  const keyOf = ({ factors, seed }: PlannedObservation): string =>
    JSON.stringify([Object.entries(factors).sort(byName), seed]);
  const done = new Set(known.filter(({ study }) => study === name).map(keyOf));
  return Array.from({ length: seeds[budget] }, (_, seed) => seed)
    .flatMap((seed) => cells.map((factors) => ({ factors, seed })))
    .filter((run) => !done.has(keyOf(run)));
}

/**
 * Makes the runs one after the other and hands each out as soon as it is measured. Whoever stops listening stops after that
 * run.
 *
 * @throws Error that names the run, with the cause, if one fails or measures something that is no finite number
 */
export async function* runExperiment(
  experiment: Experiment,
  runs: readonly PlannedObservation[],
): AsyncGenerator<Observation, void, void> {
  for (const { factors, seed } of runs) {
    yield { study: experiment.name, factors, seed, metrics: await measured(experiment, { factors, seed }) };
  }
}

async function measured(
  { name, run }: Experiment,
  { factors, seed }: PlannedObservation,
): Promise<Readonly<Record<string, number>>> {
  const place = `${name} ${JSON.stringify(factors)}, seed ${seed}`;
  const metrics = await run(factors, seed).catch((cause: unknown) => {
    throw new Error(`${place}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  const wrong = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
  if (wrong) throw new Error(`${place}: ${wrong[0]} must be a finite number, got ${wrong[1]}`);
  return metrics;
}

function byName([first]: readonly [string, unknown], [second]: readonly [string, unknown]): number {
  return first < second ? -1 : 1;
}
