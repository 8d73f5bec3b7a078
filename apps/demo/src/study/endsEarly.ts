import { isNarrowEnough, measureComparison, type PlannedRun, readRuns, type Study } from '@rectify/benchmark';
import type { Terminal } from '../terminal.js';

/** How the rule looks at an interval: as the report does. */
const LOOK = { seed: 0 } as const;

/** What there is of a study at a look. */
export interface SoFar {
  readonly directory: string;
  /** The runs of all seeds so far. */
  readonly runs: readonly PlannedRun[];
}

/** Whether the study's stopping rule ends it before its last seed; says so if it does. */
export async function endsEarly(
  terminal: Terminal,
  study: Study,
  { directory, runs }: SoFar,
): Promise<boolean> {
  const { stopping, seeds } = study;
  const seen = new Set(runs.map(({ options }) => options.seed)).size;
  if (stopping === undefined || seen === seeds.length) return false;
  const found = await readRuns(directory, { names: runs.map(({ name }) => name) });
  const outcome = measureComparison(study, found.runs, LOOK);
  if (outcome === undefined || !isNarrowEnough(outcome, stopping)) return false;
  const width = (outcome.high - outcome.low).toPrecision(3);
  terminal.note(
    `ending after ${seen} of ${seeds.length} seeds: the interval is ${width} wide, and the rule asks for less than ${stopping.narrowerThan}`,
  );
  return true;
}
