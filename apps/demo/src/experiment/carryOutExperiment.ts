import type { Observation } from '@rectify/benchmark';
import { type Budget, type Experiment, missingRuns, runExperiment } from '@rectify/benchmark/experiments';
import { InterruptedError } from '../failure.js';
import { openProgress } from '../output/progress.js';
import type { Terminal } from '../terminal.js';
import { versionsInUse } from '../versions.js';
import { openObservationFile } from './observationFile.js';

/** How much is measured, and where it goes. */
export interface ExperimentOptions {
  readonly directory: string;
  readonly budget: Budget;
}

/**
 * Makes the runs of an experiment that aren't there yet, in this process.
 *
 * @returns all of its runs
 * @throws InterruptedError if the terminal was interrupted; what is measured stays
 */
export async function carryOutExperiment(
  terminal: Terminal,
  experiment: Experiment,
  { directory, budget }: ExperimentOptions,
): Promise<readonly Observation[]> {
  const versions = versionsInUse(terminal.host.nodeVersion);
  const file = await openObservationFile(directory, { name: experiment.name, versions });
  const interruption = terminal.interruption();
  const missing = missingRuns(experiment, { budget, known: file.observations });
  const progress = openProgress(terminal, `experiment ${experiment.name}`);
  const made: Observation[] = [];
  for await (const observation of runExperiment(experiment, missing)) {
    await file.append(observation);
    made.push(observation);
    progress.update({
      share: made.length / missing.length,
      remark: `${made.length} of ${missing.length} runs`,
    });
    if (interruption.aborted) break;
  }
  progress.end();
  if (made.length < missing.length) {
    throw new InterruptedError(
      `stopped with ${made.length} of ${missing.length} runs made; the same command goes on`,
    );
  }
  return [...file.observations, ...made];
}
