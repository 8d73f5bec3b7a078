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
  readonly remark: string;
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

const SHORTEST_LINE_INTERVAL_MS = 5000;
const MESSAGE_INTERVAL_MS = 200;

function messages(parent: ParentChannel): Progress {
  const update = nowAndThen(
    () => MESSAGE_INTERVAL_MS,
    ({ share, remark = '' }) => parent.send({ type: 'progress', share, remark } satisfies ProgressMessage),
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
  // The longer it takes, the rarer the lines: a log of an hour is not ten times as long as one of six minutes.
  const interval = (elapsedMs: number): number => Math.max(SHORTEST_LINE_INTERVAL_MS, elapsedMs / 10);
  const update = nowAndThen(interval, (state) => {
    const share = `${Math.floor(100 * state.share)} %`;
    const remark = state.remark ? `; ${state.remark}` : '';
    terminal.note(`${title}: ${share}, ${describe(state)}${remark}`);
  });
  return { update, end: () => {} };
}

/**
 * Shows a state if the last one was shown long enough ago; the first interval begins now.
 *
 * @param intervalMs - how long that is, given how long it all has taken
 */
function nowAndThen(intervalMs: (elapsedMs: number) => number, show: (state: ProgressState) => void) {
  const start = performance.now();
  let last = start;
  return (state: ProgressState): void => {
    const now = performance.now();
    if (now - last < intervalMs(now - start)) return;
    last = now;
    show(state);
  };
}

/** Tells the time so far and to go. */
export function startClock() {
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
function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
