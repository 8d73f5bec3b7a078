// What a study looks like while it is carried out: which runs go on, how well, and how long it all still takes.
import type { PlannedRun, StudyProgress } from '@rectify/benchmark';
import type { Board } from '../output/board.js';
import type { WorkerProgress } from './commandInWorker.js';
import { TimeEstimate } from './timeEstimate.js';

/** Keeps a board up to date. */
export class StudyWatch {
  readonly #running = new Map<string, { readonly title: string; progress: WorkerProgress }>();
  readonly #time: TimeEstimate<string>;
  #settled = 0;

  constructor(
    private readonly board: Board,
    private readonly plan: readonly PlannedRun[],
    private readonly jobs: number,
  ) {
    this.#time = new TimeEstimate(plan.map(kindOf), () => performance.now() / 1000);
  }

  /** A run was skipped, has started or has ended. */
  tell({ run, state }: Pick<StudyProgress, 'run' | 'state'>): void {
    if (state === 'started') {
      this.#time.start(run.name, kindOf(run));
      this.#running.set(run.name, {
        title: run.name.replaceAll('/', ' '),
        progress: { share: 0, remark: '' },
      });
    } else {
      if (state === 'skipped') this.#time.skip(kindOf(run));
      else this.#time.end(run.name, state === 'finished');
      this.#running.delete(run.name);
      this.#settled++;
    }
    this.#show();
  }

  /** The run that has just started was begun in an earlier sitting. */
  goOn({ name }: PlannedRun): void {
    this.#time.goOn(name);
  }

  /** A worker says how far its run is. */
  advance({ name }: PlannedRun, progress: WorkerProgress): void {
    const running = this.#running.get(name);
    if (running) running.progress = progress;
    this.#time.advance(name, progress.share);
    this.#show();
  }

  #show(): void {
    const whole = {
      share: this.#time.share,
      secondsLeft: this.#time.secondsLeft(this.jobs),
      remark: `${this.#settled} of ${this.plan.length} runs`,
    };
    const parts = [...this.#running.values()].map(({ title, progress }) => ({ name: title, ...progress }));
    this.board.update(whole, parts);
  }
}

/** Runs of one application on one task take alike. */
function kindOf(run: PlannedRun): string {
  switch (run.application) {
    case 'dqn':
      return `${run.options.environment} ${run.options.steps}`;
    case 'detector':
      return `${run.options.data} ${run.options.epochs}`;
    case 'classifier':
      return `${run.options.network} ${run.options.epochs}`;
  }
}
