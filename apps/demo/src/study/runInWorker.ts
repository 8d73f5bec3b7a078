import type { PlannedRun } from '@rectify/benchmark';
import type { RunEngine } from '../runs/runConfig.js';
import { trainWords } from '../training/trainCommand.js';
import { commandInWorker, type WorkerOptions } from './commandInWorker.js';
import { optionsOf } from './plannedConfigs.js';

/** What surrounds a run. */
export interface RunWorkerOptions extends WorkerOptions {
  readonly directory: string;
  readonly engine: RunEngine;
}

/**
 * Makes a planned run in a worker process; one that was begun is continued. A worker that is killed is replaced: its
 * successor goes on from the last checkpoint.
 *
 * @throws CommandError with the worker's own words if it fails
 */
export function runInWorker(
  run: PlannedRun,
  { directory, engine, ...options }: RunWorkerOptions,
): Promise<void> {
  return commandInWorker([...trainWords(optionsOf(run, engine), directory), '--resume'], options);
}
