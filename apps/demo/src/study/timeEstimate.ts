// How long a study still takes, from what its runs have taken so far. Runs of one application take alike.

/** From this share of a run on its pace says how long it takes; before, starting up outweighs the work. */
const TELLING_SHARE = 0.1;

interface RunningRun<Kind> {
  readonly kind: Kind;
  readonly startedAt: number;
  /** Where a run that was begun earlier went on. */
  wentOnAt?: { readonly share: number; readonly seconds: number };
  isContinued: boolean;
  share: number;
}

/** The runs of a study, as far as time is concerned. */
export class TimeEstimate<Kind extends string> {
  readonly #waiting: Kind[];
  readonly #running = new Map<string, RunningRun<Kind>>();
  readonly #durations = new Map<Kind, number[]>();
  readonly #total: number;

  /**
   * @param kinds - the kind of every run of the study
   * @param now - the clock, in seconds
   */
  constructor(
    kinds: readonly Kind[],
    private readonly now: () => number,
  ) {
    this.#waiting = [...kinds];
    this.#total = kinds.length;
  }

  /** A run needs no time: its result is there. */
  skip(kind: Kind): void {
    this.#take(kind);
  }

  start(name: string, kind: Kind): void {
    this.#take(kind);
    this.#running.set(name, { kind, startedAt: this.now(), share: 0, isContinued: false });
  }

  /** The run was begun earlier: its time here says how fast it goes, not how long it takes. */
  goOn(name: string): void {
    const run = this.#running.get(name);
    if (run) run.isContinued = true;
  }

  /** @param share - of the run, 0 to 1 */
  advance(name: string, share: number): void {
    const run = this.#running.get(name);
    if (!run) return;
    run.share = share;
    run.wentOnAt ??= { share, seconds: this.now() };
  }

  /** @param isTypical - whether its duration says something about others: not if it failed */
  end(name: string, isTypical: boolean): void {
    const run = this.#running.get(name);
    if (!run) return;
    this.#running.delete(name);
    if (!isTypical || run.isContinued) return;
    this.#durations.set(run.kind, [...(this.#durations.get(run.kind) ?? []), this.now() - run.startedAt]);
  }

  /** Share of the runs that are over, the running ones counted as far as they are. */
  get share(): number {
    const running = [...this.#running.values()];
    const open = this.#waiting.length + running.reduce((sum, { share }) => sum + 1 - share, 0);
    return 1 - open / this.#total;
  }

  /**
   * Seconds to go with so many runs at a time; null while a kind of run that is still to come was never seen.
   */
  secondsLeft(jobs: number): number | null {
    const running = [...this.#running.values()].map(
      ({ kind, share }) => this.#durationOf(kind) * (1 - share),
    );
    const waiting = this.#waiting.map((kind) => this.#durationOf(kind));
    const work = [...running, ...waiting].reduce((sum, seconds) => sum + seconds, 0);
    const left = Math.max(work / jobs, ...running);
    return Number.isFinite(left) ? left : null;
  }

  /** Mean duration of the ended runs of a kind, else what the running ones promise; NaN if there are none. */
  #durationOf(kind: Kind): number {
    const ended = this.#durations.get(kind) ?? [];
    if (ended.length > 0) return mean(ended);
    const ofKind = [...this.#running.values()].filter((run) => run.kind === kind);
    return mean(ofKind.flatMap((run) => this.#promiseOf(run) ?? []));
  }

  /** How long a run will have taken if its pace stays. */
  #promiseOf(run: RunningRun<Kind>): number | undefined {
    const { startedAt, wentOnAt, isContinued, share } = run;
    const from = isContinued && wentOnAt ? wentOnAt : { share: 0, seconds: startedAt };
    const done = share - from.share;
    return done > TELLING_SHARE ? (this.now() - from.seconds) / done : undefined;
  }

  #take(kind: Kind): void {
    const index = this.#waiting.indexOf(kind);
    if (index >= 0) this.#waiting.splice(index, 1);
  }
}

/** NaN for no values. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
