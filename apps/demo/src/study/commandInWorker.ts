// This very command line as a worker: started again in a process of its own.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../failure.js';
import type { ProgressMessage } from '../output/progress.js';
import { STOP_MESSAGE } from '../terminal.js';

const PROGRAM = fileURLToPath(new URL('../../bin/rectify.mjs', import.meta.url));

/** A worker that was told to stop and hasn't after this time is ended. */
const PATIENCE_MS = 60_000;

/** What surrounds a worker. */
export interface WorkerOptions {
  /** Aborting tells the worker to save and stop. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: WorkerProgress) => void;
}

/** How far the work is. */
export type WorkerProgress = Pick<ProgressMessage, 'share' | 'remark'>;

/** A worker that something ended from outside, such as a lack of memory, is started again so often. */
const RESTARTS = 2;

/**
 * Carries out a command in a worker process. A worker that is killed is replaced, twice at most: the command must be one
 * that goes on where it was.
 *
 * @param words - the words after the program's name
 * @throws CommandError with the worker's own words if it fails
 */
export async function commandInWorker(words: readonly string[], options: WorkerOptions): Promise<void> {
  for (let restarts = 0; ; restarts++) {
    const { exit, lastWords } = await endOfWorker(words, options);
    if (exit === 0) return;
    const wasKilled = typeof exit === 'string' && !options.signal.aborted;
    if (wasKilled && restarts < RESTARTS) continue;
    throw new CommandError(lastWords || `the worker ended with ${exit}`);
  }
}

interface WorkerEnd {
  /** The exit code, or what killed it. */
  readonly exit: number | NodeJS.Signals | null;
  readonly lastWords: string;
}

async function endOfWorker(
  words: readonly string[],
  { signal, onProgress }: WorkerOptions,
): Promise<WorkerEnd> {
  const child = fork(PROGRAM, words, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const lastWords = listen(child);
  child.on('message', (message) => {
    if (isProgress(message)) onProgress(message);
  });
  const stop = (): void => stopWorker(child);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const exit = await exitOf(child);
    return { exit, lastWords: lastWords() };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Collects what the worker writes about errors; returns how to get its last line. */
function listen(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (chunk: string) => {
    text = (text + chunk).slice(-4000);
  });
  return () =>
    text
      .trimEnd()
      .split('\n')
      .at(-1)
      ?.replace(/^rectify: /, '') ?? '';
}

function isProgress(message: unknown): message is ProgressMessage {
  return (message as Partial<ProgressMessage> | null)?.type === 'progress';
}

function stopWorker(child: ChildProcess): void {
  if (child.connected) child.send(STOP_MESSAGE);
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  child.once('exit', () => clearTimeout(timer));
}

function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // `close` comes after the last of what it wrote; `exit` may come before.
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
}
