// Makes the runs that decide the claims, as far as they aren't there yet: experiments, then studies, then times.
import { join } from 'node:path';
import {
  type Claim,
  type Observation,
  observationsOf,
  planRuns,
  readRuns,
  type Study,
  type StudyRuns,
} from '@rectify/benchmark';
import { type Budget, type Experiment, experiments } from '@rectify/benchmark/experiments';
import pLimit from 'p-limit';
import { readObservationFile } from '../experiment/observationFile.js';
import { CommandError, InterruptedError } from '../failure.js';
import { openProgress } from '../output/progress.js';
import { DEFAULT_ENGINE } from '../runs/runConfig.js';
import { carryOutStudy } from '../study/carryOutStudy.js';
import { commandInWorker } from '../study/commandInWorker.js';
import { plannedConfigs } from '../study/plannedConfigs.js';
import { openStudyDirectory } from '../study/studyDirectory.js';
import type { Terminal } from '../terminal.js';
import { type ClaimStudy, claimStudies } from './claimStudies.js';
import { namedByKind } from './namedByKind.js';

/** Which runs, and where they go. */
export interface GatherOptions {
  readonly directory: string;
  readonly budget: Budget;
  /** Only what these claims need is run. */
  readonly claims: readonly Claim[];
  /** Runs at the same time. */
  readonly jobs: number;
  /** A data set of photographs; without it the claims about them stay untested. */
  readonly photographs?: string | undefined;
}

/** The runs of a study, by the name of its folder. */
export interface FoundStudy {
  /** `study` of its observations. */
  readonly study: string;
  readonly name: string;
  readonly found: StudyRuns;
}

/** Everything that was made. */
export interface GatheredRuns {
  readonly observations: readonly Observation[];
  /** The studies of agents and detectors. */
  readonly studies: readonly FoundStudy[];
}

/** Experiments that measure times: nothing may run beside them. */
const timed = new Set(['sparsity', 'cost']);

/**
 * Makes what is missing and reads everything.
 *
 * @throws InterruptedError if the terminal was interrupted; what is finished stays
 * @throws CommandError if a run failed; the others are finished
 */
export async function gatherObservations(terminal: Terminal, options: GatherOptions): Promise<GatheredRuns> {
  const { directory, budget, photographs, claims } = options;
  const needed = studiesOf(claims);
  const chosen = experiments.filter(({ name }) => needed.has(name));
  const studies = claimStudies(budget, photographs).filter(({ name }) => needed.has(name));
  await makeExperiments(
    terminal,
    chosen.filter(({ name }) => !timed.has(name)),
    options,
  );
  for (const { parts } of studies) for (const part of parts) await makeStudyRuns(terminal, part, options);
  await makeExperiments(
    terminal,
    chosen.filter(({ name }) => timed.has(name)),
    { ...options, jobs: 1 },
  );
  return readAll(directory, { chosen, planned: studies });
}

/** The names of the studies and experiments that claims are decided by. */
function studiesOf(claims: readonly Claim[]): ReadonlySet<string> {
  const contrasts = claims.flatMap(({ test }) => (test.by === 'contrasts' ? test.contrasts : []));
  return new Set(contrasts.map(({ study }) => study));
}

interface Planned {
  readonly chosen: readonly Experiment[];
  readonly planned: readonly ClaimStudy[];
}

async function readAll(directory: string, { chosen, planned }: Planned): Promise<GatheredRuns> {
  const observations: Observation[] = [];
  const studies: FoundStudy[] = [];
  for (const { name } of chosen)
    observations.push(...(await readObservationFile(experimentFolder(directory, name))));
  for (const { name, parts } of planned) {
    for (const part of parts) {
      const names = planRuns(part).map((run) => run.name);
      const found = await readRuns(join(directory, part.name), { names });
      observations.push(...observationsOf(name, found.runs.map(namedByKind)));
      studies.push({ study: name, name: part.name, found });
    }
  }
  return { observations, studies };
}

function experimentFolder(directory: string, name: string): string {
  return join(directory, 'experiments', name);
}

async function makeExperiments(
  terminal: Terminal,
  chosen: readonly Experiment[],
  { directory, budget, jobs }: GatherOptions,
): Promise<void> {
  if (chosen.length === 0) return;
  const progress = openProgress(terminal, 'experiments');
  const shares = new Map<string, number>();
  const signal = terminal.interruption();
  const limit = pLimit(jobs);
  const make = async ({ name }: Experiment): Promise<void> => {
    if (signal.aborted) return;
    const words = ['experiment', name, '--budget', budget, '--out', experimentFolder(directory, name)];
    const onProgress = (share: number): void => {
      shares.set(name, share);
      const sum = [...shares.values()].reduce((total, part) => total + part, 0);
      progress.update({ share: sum / chosen.length, remark: name });
    };
    await commandInWorker(words, { signal, onProgress: ({ share }) => onProgress(share) });
    onProgress(1);
  };
  // One that fails doesn't stop the others.
  const ended = await Promise.allSettled(chosen.map((experiment) => limit(() => make(experiment))));
  progress.end();
  if (signal.aborted) throw new InterruptedError('stopped; the same command goes on');
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

async function makeStudyRuns(
  terminal: Terminal,
  study: Study,
  { directory, jobs }: GatherOptions,
): Promise<void> {
  const path = join(directory, study.name);
  const plan = planRuns(study);
  const configs = await plannedConfigs(terminal, plan, DEFAULT_ENGINE);
  const { release } = await openStudyDirectory(terminal, path, { study, configs });
  try {
    const { cancelled, failed } = await carryOutStudy(terminal, study.name, {
      portions: [plan],
      endsAfter: async () => false,
      directory: path,
      jobs,
      engine: DEFAULT_ENGINE,
    });
    if (cancelled.length > 0) throw new InterruptedError('stopped; the same command goes on');
    const [first] = failed;
    if (first)
      throw new CommandError(`run ${first.run.name} failed: ${first.error.message}`, { cause: first.error });
  } finally {
    release();
  }
}
