import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PlannedRun, type RunStudyOptions, runStudy, type StudyOutcome } from '@rectify/benchmark';
import { openBoard } from '../output/board.js';
import { CHECKPOINT_FILES, type RunEngine } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { runInWorker } from './runInWorker.js';
import { StudyWatch } from './studyWatch.js';

/** Which runs, where they go, and how many are made at a time. */
export interface CarryOutOptions {
  readonly directory: string;
  readonly jobs: number;
  readonly engine: RunEngine;
  /** One after the other; `endsAfter` may end the study between two of them. */
  readonly portions: readonly (readonly PlannedRun[])[];
  /** Whether the study has seen enough, given the runs of all portions so far. */
  readonly endsAfter: (runs: readonly PlannedRun[]) => Promise<boolean>;
}

/**
 * Makes the runs of a study that aren't there yet in worker processes, and shows how far it is.
 *
 * @returns what became of the runs in the portions that were begun
 */
export async function carryOutStudy(
  terminal: Terminal,
  name: string,
  { portions, endsAfter, directory, jobs, engine }: CarryOutOptions,
): Promise<StudyOutcome> {
  const board = openBoard(terminal, `study ${name}`);
  const watch = new StudyWatch(board, portions.flat(), jobs);
  const signal = terminal.interruption();
  const tellOfStopping = (): void =>
    terminal.note('stopping: the workers save their runs; Ctrl-C again leaves at once');
  signal.addEventListener('abort', tellOfStopping, { once: true });
  const launch: RunStudyOptions['launch'] = (run, place) => {
    if (existsSync(join(place.directory, CHECKPOINT_FILES[0]))) watch.goOn(run);
    return runInWorker(run, { ...place, engine, onProgress: (progress) => watch.advance(run, progress) });
  };
  const outcomes: StudyOutcome[] = [];
  try {
    for (const [index, portion] of portions.entries()) {
      const onProgress = watch.tell.bind(watch);
      const outcome = await runStudy(portion, { directory, jobs, signal, launch, onProgress });
      outcomes.push(outcome);
      if (outcome.cancelled.length > 0 || (await endsAfter(portions.slice(0, index + 1).flat()))) break;
    }
    return joined(outcomes);
  } finally {
    signal.removeEventListener('abort', tellOfStopping);
    board.end();
  }
}

function joined(outcomes: readonly StudyOutcome[]): StudyOutcome {
  return {
    finished: outcomes.flatMap(({ finished }) => finished),
    skipped: outcomes.flatMap(({ skipped }) => skipped),
    failed: outcomes.flatMap(({ failed }) => failed),
    cancelled: outcomes.flatMap(({ cancelled }) => cancelled),
  };
}
