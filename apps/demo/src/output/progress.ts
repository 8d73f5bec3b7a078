// How far a command is: a bar for somebody who watches, now and then a line for a log, messages for a parent process.
import { Presets, SingleBar } from 'cli-progress';
import type { ParentChannel, Terminal } from '../terminal.js';

/** Shows how far a command is. */
export interface Progress {
  /** @throws never: progress that can't be shown is no reason to stop */
  update(state: ProgressState): void;
  /** Leaves the last state standing. */
  end(): void;
}

/** How far a command is. */
export interface ProgressState {
  /** Share of the work that is done, 0 to 1. */
  readonly share: number;
  /** How it goes, in a few words. */
  readonly remark?: string;
  /** Expected time to go; without it the pace so far is thought to stay. Null: nobody knows yet. */
  readonly secondsLeft?: number | null;
}

/** What a worker sends while it works. */
export interface ProgressMessage {
  readonly type: 'progress';
  readonly share: number;
}

/**
 * Opens the kind of progress that suits the terminal.
 *
 * @param title - what is being done, such as `CartPole-v1 relu seed 1`
 */
export function openProgress(terminal: Terminal, title: string): Progress {
  if (terminal.parent) return messages(terminal.parent);
  return terminal.isWatched ? bar(terminal, title) : lines(terminal, title);
}

const SECONDS_BETWEEN_LINES = 5;
const MESSAGE_INTERVAL_MS = 200;

function messages(parent: ParentChannel): Progress {
  const update = atMostEvery(MESSAGE_INTERVAL_MS, ({ share }: ProgressState) =>
    parent.send({ type: 'progress', share } satisfies ProgressMessage),
  );
  return { update, end: () => {} };
}

function bar({ progressStream }: Terminal, title: string): Progress {
  const drawn = new SingleBar(
    {
      format: `${title} {bar} {percentage} % | {time} {remark}`,
      stream: progressStream,
      hideCursor: true,
      clearOnComplete: false,
      // The command handles interruptions itself.
      gracefulExit: false,
      barsize: 24,
    },
    Presets.shades_classic,
  );
  const describe = startClock();
  drawn.start(1, 0, { time: '', remark: '' });
  return {
    update: (state) =>
      drawn.update(state.share, { time: describe(state), remark: state.remark ? `| ${state.remark}` : '' }),
    end: () => drawn.stop(),
  };
}

function lines(terminal: Terminal, title: string): Progress {
  const describe = startClock();
  const update = atMostEvery(SECONDS_BETWEEN_LINES * 1000, (state: ProgressState) => {
    const share = `${Math.floor(100 * state.share)} %`;
    const remark = state.remark ? `; ${state.remark}` : '';
    terminal.note(`${title}: ${share}, ${describe(state)}${remark}`);
  });
  return { update, end: () => {} };
}

/** Calls through when the interval has passed since the last time; the first interval begins now. */
function atMostEvery<Arguments extends unknown[]>(intervalMs: number, call: (...values: Arguments) => void) {
  let last = performance.now();
  return (...values: Arguments): void => {
    if (performance.now() - last < intervalMs) return;
    last = performance.now();
    call(...values);
  };
}

/** Tells the time so far and to go. */
function startClock() {
  const start = performance.now();
  return ({ share, secondsLeft }: ProgressState): string => {
    const seconds = (performance.now() - start) / 1000;
    const atThisPace = share > 0 ? (seconds * (1 - share)) / share : null;
    const left = secondsLeft === undefined ? atThisPace : secondsLeft;
    return left === null
      ? formatSeconds(seconds)
      : `${formatSeconds(seconds)}, about ${formatSeconds(left)} left`;
  };
}

/** Seconds as people say them: `42 s`, `3 min 5 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
