import { join } from 'node:path';
import {
  type PlannedRun,
  planRuns,
  portionsOf,
  type Study,
  type StudyOutcome,
  type StudyResults,
} from '@rectify/benchmark';
import { CommandError, InterruptedError } from '../failure.js';
import { DEFAULT_ENGINE, type RunEngine } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { carryOutStudy } from './carryOutStudy.js';
import { endsEarly } from './endsEarly.js';
import { makePictures } from './pictures.js';
import { plannedConfigs } from './plannedConfigs.js';
import { describeResults, reportedSeconds, reportOn } from './reportOn.js';
import { openStudyDirectory } from './studyDirectory.js';

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
  opened: OpenedStudy,
  options: StudyOptions & { readonly engine: RunEngine },
): Promise<void> {
  const { study, plan } = opened;
  const { directory, command, json = false } = options;
  const start = performance.now();
  const outcome = await carryOutStudy(terminal, study.name, {
    ...options,
    portions: portionsOf(study).map((seeds) => plan.filter((run) => seeds.includes(run.options.seed))),
    endsAfter: (runs) => endsEarly(terminal, study, { directory, runs }),
  });
  const { finished, skipped, failed, cancelled } = outcome;
  if (cancelled.length > 0) {
    const count = finished.length + skipped.length;
    const runs = count === 1 ? '1 run' : `${count} runs`;
    throw new InterruptedError(`stopped with ${runs} finished; this goes on from there: ${command}`);
  }
  for (const { run, error } of failed) terminal.note(`failed: ${run.name}: ${error.message}`);
  const results = await report(terminal, opened, { outcome, start, directory, command });
  terminal.print(json ? JSON.stringify(results, null, 2) : describeResults(results));
  terminal.note(`report: ${join(directory, 'report.html')}`);
  if (failed.length > 0) {
    const runs = failed.length === 1 ? '1 run failed and is' : `${failed.length} runs failed and are`;
    throw new CommandError(`${runs} not in the report; a new attempt: ${command}`);
  }
}

interface CarriedOut {
  readonly outcome: StudyOutcome;
  /** When it began, in ms. */
  readonly start: number;
  readonly directory: string;
  readonly command: string;
}

async function report(
  terminal: Terminal,
  { study, isOld }: OpenedStudy,
  { outcome: { finished, skipped, failed }, start, directory, command }: CarriedOut,
): Promise<StudyResults> {
  const isUnchanged = finished.length + failed.length === 0;
  terminal.note(
    isUnchanged
      ? 'every run is finished: reporting them again'
      : 'drawing detections, recording replays, writing the report',
  );
  const names = [...finished, ...skipped, ...failed.map(({ run }) => run)].map(({ name }) => name);
  await makePictures(directory, names);
  const secondsHere = isOld ? undefined : (performance.now() - start) / 1000;
  const wallSeconds = isUnchanged ? await reportedSeconds(directory) : secondsHere;
  return reportOn(terminal, directory, { command, study, names, wallSeconds });
}
