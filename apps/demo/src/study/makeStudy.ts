import { join } from 'node:path';
import {
  isNarrowEnough,
  measureComparison,
  type PlannedRun,
  planRuns,
  portionsOf,
  readRuns,
  type Study,
} from '@rectify/benchmark';
import { CommandError, InterruptedError } from '../failure.js';
import { DEFAULT_ENGINE, type RunEngine } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { carryOutStudy } from './carryOutStudy.js';
import { makePictures } from './pictures.js';
import { plannedConfigs } from './plannedConfigs.js';
import { describeResults, reportedSeconds, reportOn } from './reportOn.js';
import { openStudyDirectory } from './studyDirectory.js';

/** How the stopping rule looks at an interval: as the report does. */
const LOOK = { seed: 0 } as const;

/** How a study is made. */
export interface StudyOptions {
  /** Where everything goes. */
  readonly directory: string;
  /** Runs at the same time. */
  readonly jobs: number;
  /** Default `onnx`. */
  readonly engine?: RunEngine;
  /** The command, as a person would type it. */
  readonly command: string;
  /** Print `results.json` in place of its tables. */
  readonly json?: boolean | undefined;
}

/**
 * Makes a study from its first run to its report, or goes on with one that was begun.
 *
 * @throws InterruptedError if the terminal was interrupted; what is finished stays
 * @throws CommandError if a run failed; the report is about the others
 */
export async function makeStudy(terminal: Terminal, study: Study, options: StudyOptions): Promise<void> {
  const { directory, engine = DEFAULT_ENGINE } = options;
  const plan = planRuns(study);
  const configs = await plannedConfigs(terminal, plan, engine);
  const { isOld, release } = await openStudyDirectory(terminal, directory, { study, configs });
  if (isOld) terminal.note(`${directory} holds this study already: what is finished in it is not repeated`);
  try {
    await carryOutAndReport(terminal, { study, plan, isOld }, { ...options, engine });
  } finally {
    release();
  }
}

interface OpenedStudy {
  readonly study: Study;
  readonly plan: readonly PlannedRun[];
  readonly isOld: boolean;
}

async function carryOutAndReport(
  terminal: Terminal,
  { study, plan, isOld }: OpenedStudy,
  options: StudyOptions & { readonly engine: RunEngine },
): Promise<void> {
  const { directory, command, json = false } = options;
  const start = performance.now();
  const outcome = await carryOutStudy(terminal, study.name, {
    ...options,
    portions: portionsOf(study).map((seeds) => plan.filter((run) => seeds.includes(run.options.seed))),
    endsAfter: (runs) => endsAfter(terminal, study, { directory, runs }),
  });
  const { finished, skipped, failed, cancelled } = outcome;
  if (cancelled.length > 0) {
    const count = finished.length + skipped.length;
    throw new InterruptedError(`stopped with ${count} runs finished; this goes on from there: ${command}`);
  }
  for (const { run, error } of failed) terminal.note(`failed: ${run.name}: ${error.message}`);
  const isUnchanged = finished.length + failed.length === 0;
  terminal.note(
    isUnchanged
      ? 'every run is finished: reporting them again'
      : 'drawing detections, recording replays, writing the report',
  );
  const carriedOut = [...finished, ...skipped, ...failed.map(({ run }) => run)];
  const names = carriedOut.map(({ name }) => name);
  await makePictures(directory, names);
  const secondsHere = isOld ? undefined : (performance.now() - start) / 1000;
  const results = await reportOn(terminal, directory, {
    command,
    study,
    names,
    wallSeconds: isUnchanged ? await reportedSeconds(directory) : secondsHere,
  });
  terminal.print(json ? JSON.stringify(results, null, 2) : describeResults(results));
  terminal.note(`report: ${join(directory, 'report.html')}`);
  if (failed.length > 0) {
    throw new CommandError(
      `${failed.length} runs failed and are not in the report; this tries them again: ${command}`,
    );
  }
}

interface SoFar {
  readonly directory: string;
  readonly runs: readonly PlannedRun[];
}

/** Applies the study's stopping rule, if it has one. */
async function endsAfter(terminal: Terminal, study: Study, { directory, runs }: SoFar): Promise<boolean> {
  const { stopping, seeds } = study;
  if (stopping === undefined) return false;
  const found = await readRuns(directory, { names: runs.map(({ name }) => name) });
  const outcome = measureComparison(study, found.runs, LOOK);
  const seen = new Set(runs.map(({ options }) => options.seed)).size;
  if (outcome === undefined || seen === seeds.length || !isNarrowEnough(outcome, stopping)) return false;
  const width = (outcome.high - outcome.low).toPrecision(3);
  terminal.note(
    `ending after ${seen} of ${seeds.length} seeds: the interval is ${width} wide, and the rule asks for less than ${stopping.narrowerThan}`,
  );
  return true;
}
