import { access } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { PlannedRun } from './planRuns.js';

/** What just happened to a run, and how many of the study's runs are settled. */
export interface StudyProgress {
  readonly run: PlannedRun;
  readonly state: 'skipped' | 'started' | 'finished' | 'failed';
  /** Runs that are skipped, finished or failed so far, this one included. */
  readonly settled: number;
  readonly total: number;
}

/** A run that failed, and why. */
export interface FailedRun {
  readonly run: PlannedRun;
  readonly error: Error;
}

/** How a study ended; every planned run is in exactly one list. */
export interface StudyOutcome {
  readonly finished: readonly PlannedRun[];
  /** Their `result.json` was there already. */
  readonly skipped: readonly PlannedRun[];
  readonly failed: readonly FailedRun[];
  /** Not started, or interrupted, because the signal was aborted. */
  readonly cancelled: readonly PlannedRun[];
}

/** How a study is carried out. */
export interface RunStudyOptions {
  /** Where the run directories go. */
  readonly directory: string;
  /** Runs at the same time, from 1 up. */
  readonly jobs: number;
  /** Makes one run in the given directory, such as by forking a worker; the promise settles when it has ended. */
  readonly launch: (
    run: PlannedRun,
    place: { readonly directory: string; readonly signal: AbortSignal },
  ) => Promise<unknown>;
  readonly onProgress?: (progress: StudyProgress) => void;
  /** Aborting starts no further run; `launch` gets the signal to stop what it has started. */
  readonly signal?: AbortSignal;
}

/**
 * Makes the runs that aren't there yet, several at a time, in the order of the plan. A run that has its
 * `result.json` is skipped; one that fails doesn't stop the others.
 *
 * @throws RangeError if `jobs` isn't an integer from 1 up
 */
export async function runStudy(plan: readonly PlannedRun[], options: RunStudyOptions): Promise<StudyOutcome> {
  const { jobs, onProgress } = options;
  if (!Number.isSafeInteger(jobs) || jobs < 1) {
    throw new RangeError(`jobs must be an integer from 1 up, got ${jobs}`);
  }
  let settled = 0;
  const ended = await pLimit(jobs).map(plan, async (run) => {
    const report = (state: StudyProgress['state']): void =>
      onProgress?.({ run, state, settled, total: plan.length });
    const end = await carryOut(run, options, () => report('started'));
    if (end.state !== 'cancelled') {
      settled++;
      report(end.state);
    }
    return end;
  });
  const inState = (state: End['state']): PlannedRun[] =>
    ended.filter((end) => end.state === state).map(({ run }) => run);
  return {
    finished: inState('finished'),
    skipped: inState('skipped'),
    failed: ended.filter((end) => end.state === 'failed'),
    cancelled: inState('cancelled'),
  };
}

type End =
  | (FailedRun & { readonly state: 'failed' })
  | { readonly run: PlannedRun; readonly state: 'finished' | 'skipped' | 'cancelled' };

async function carryOut(run: PlannedRun, options: RunStudyOptions, onStart: () => void): Promise<End> {
  const { launch, signal = new AbortController().signal } = options;
  const directory = join(options.directory, run.name);
  if (await isFinished(directory)) return { run, state: 'skipped' };
  if (signal.aborted) return { run, state: 'cancelled' };
  onStart();
  const error = await errorOf(() => launch(run, { directory, signal }), directory);
  if (!error) return { run, state: 'finished' };
  return signal.aborted ? { run, state: 'cancelled' } : { run, state: 'failed', error };
}

/** The presence of a result is the contract, whatever the launcher says. */
async function errorOf(launch: () => Promise<unknown>, directory: string): Promise<Error | undefined> {
  try {
    await launch();
  } catch (reason) {
    return reason instanceof Error ? reason : new Error(String(reason));
  }
  return (await isFinished(directory))
    ? undefined
    : new Error(`the run ended without ${directory}/result.json`);
}

async function isFinished(directory: string): Promise<boolean> {
  try {
    await access(join(directory, 'result.json'));
    return true;
  } catch {
    return false;
  }
}
