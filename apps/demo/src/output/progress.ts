// How far a command is: a bar for somebody who watches, now and then a line for a log, messages for a parent process.
import { Presets, SingleBar } from 'cli-progress';
import type { ParentChannel, Terminal } from '../terminal.js';

/** What advances. */
export interface ProgressOptions {
  /** What is being done, such as `CartPole-v1 relu seed 1`. */
  readonly title: string;
  readonly total: number;
  /** What is counted, such as `steps`. */
  readonly unit: string;
}

/** Shows how far a command is. */
export interface Progress {
  /**
   * @param done - of `total`
   * @param remark - how it goes, in a few words
   */
  update(done: number, remark?: string): void;
  /** Leaves the last state standing. */
  end(): void;
}

/** What a worker sends while it works. */
export interface ProgressMessage {
  readonly type: 'progress';
  readonly done: number;
  readonly total: number;
}

/** Opens the kind of progress that suits the terminal. */
export function openProgress(terminal: Terminal, options: ProgressOptions): Progress {
  if (terminal.parent) return messages(terminal.parent, options);
  return terminal.isWatched ? bar(terminal, options) : lines(terminal, options);
}

const SECONDS_BETWEEN_LINES = 5;
const MESSAGE_INTERVAL_MS = 200;

function messages(parent: ParentChannel, { total }: ProgressOptions): Progress {
  const send = atMostEvery(MESSAGE_INTERVAL_MS, (done: number) =>
    parent.send({ type: 'progress', done, total } satisfies ProgressMessage),
  );
  return { update: (done) => send(done), end: () => {} };
}

function bar({ progressStream }: Terminal, { title, total, unit }: ProgressOptions): Progress {
  const drawn = new SingleBar(
    {
      format: `${title} {bar} {percentage} % | {value}/{total} ${unit} | {time} | {remark}`,
      stream: progressStream,
      hideCursor: true,
      clearOnComplete: false,
      // The command handles interruptions itself.
      gracefulExit: false,
      barsize: 24,
    },
    Presets.shades_classic,
  );
  const clock = startClock();
  drawn.start(total, 0, { time: '', remark: '' });
  return {
    update: (done, remark = '') => drawn.update(done, { time: clock.describe(done / total), remark }),
    end: () => drawn.stop(),
  };
}

function lines(terminal: Terminal, { title, total, unit }: ProgressOptions): Progress {
  const clock = startClock();
  const number = new Intl.NumberFormat('en');
  const write = atMostEvery(SECONDS_BETWEEN_LINES * 1000, (done: number, remark: string) => {
    const share = `${Math.floor((100 * done) / total)} %`;
    const counted = `${number.format(done)}/${number.format(total)} ${unit} (${share})`;
    terminal.note(
      [`${title}: ${counted}, ${clock.describe(done / total)}`, ...(remark ? [remark] : [])].join('; '),
    );
  });
  return { update: (done, remark = '') => write(done, remark), end: () => {} };
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

function startClock() {
  const start = performance.now();
  return {
    /** Time so far and, if the pace stays, to go. */
    describe: (share: number): string => {
      const seconds = (performance.now() - start) / 1000;
      if (share <= 0) return formatSeconds(seconds);
      return `${formatSeconds(seconds)}, about ${formatSeconds((seconds * (1 - share)) / share)} left`;
    },
  };
}

/** Seconds as people say them: `42 s`, `3 min 5 s`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
