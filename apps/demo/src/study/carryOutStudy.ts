import { type PlannedRun, runStudy, type StudyOutcome } from '@rectify/benchmark';
import { openProgress } from '../output/progress.js';
import type { RunEngine } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { runInWorker } from './runInWorker.js';
import { TimeEstimate } from './timeEstimate.js';

/** Which runs, where they go, and how many are made at a time. */
export interface CarryOutOptions {
  readonly plan: readonly PlannedRun[];
  readonly directory: string;
  readonly jobs: number;
  readonly engine: RunEngine;
}

/** Makes the runs of a study that aren't there yet in worker processes, and shows how far it is. */
export async function carryOutStudy(
  terminal: Terminal,
  name: string,
  { plan, directory, jobs, engine }: CarryOutOptions,
): Promise<StudyOutcome> {
  const time = new TimeEstimate(
    plan.map(({ application }) => application),
    () => performance.now() / 1000,
  );
  const progress = openProgress(terminal, `study ${name}`);
  const interruption = terminal.interruption();
  const tellOfStopping = (): void =>
    terminal.note('stopping: the workers save their runs; Ctrl-C again leaves at once');
  interruption.addEventListener('abort', tellOfStopping, { once: true });
  let settled = 0;
  const show = (): void =>
    progress.update({
      share: time.share,
      secondsLeft: time.secondsLeft(jobs),
      remark: `${settled} of ${plan.length} runs`,
    });
  try {
    return await runStudy(plan, {
      directory,
      jobs,
      signal: interruption,
      launch: (run, place) =>
        runInWorker(run, {
          ...place,
          engine,
          onProgress: (share) => {
            time.advance(run.name, share);
            show();
          },
        }),
      onProgress: ({ run, state, settled: count }) => {
        settled = count;
        tell(time, run, state);
        show();
      },
    });
  } finally {
    interruption.removeEventListener('abort', tellOfStopping);
    progress.end();
  }
}

type RunState = 'skipped' | 'started' | 'finished' | 'failed';

function tell(time: TimeEstimate<PlannedRun['application']>, run: PlannedRun, state: RunState): void {
  if (state === 'skipped') time.skip(run.application);
  else if (state === 'started') time.start(run.name, run.application);
  else time.end(run.name, state === 'finished');
}
