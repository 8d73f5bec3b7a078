// A run in a process of its own: this very command line, started again with `train`.

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PlannedRun } from '@rectify/benchmark';
import { CommandError } from '../failure.js';
import type { ProgressMessage } from '../output/progress.js';
import type { RunEngine } from '../runs/runConfig.js';
import { STOP_MESSAGE } from '../terminal.js';
import { trainWords } from '../training/trainCommand.js';
import { optionsOf } from './plannedConfigs.js';

const PROGRAM = fileURLToPath(new URL('../../bin/rectify.mjs', import.meta.url));

/** A worker that was told to stop and hasn't after this time is ended. */
const PATIENCE_MS = 60_000;

/** What surrounds a worker. */
export interface WorkerOptions {
  readonly directory: string;
  readonly engine: RunEngine;
  /** Aborting tells the worker to save and stop. */
  readonly signal: AbortSignal;
  /** Called with the share of the run that is done. */
  readonly onProgress: (share: number) => void;
}

/**
 * Makes a planned run in a worker process; one that was begun is continued.
 *
 * @throws CommandError with the worker's own words if it fails
 */
export async function runInWorker(run: PlannedRun, options: WorkerOptions): Promise<void> {
  const { directory, engine, signal, onProgress } = options;
  const words = [...trainWords(optionsOf(run, engine), directory), '--resume'];
  const child = fork(PROGRAM, words, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const lastWords = listen(child);
  child.on('message', (message) => {
    if (isProgress(message)) onProgress(message.share);
  });
  const stop = (): void => stopWorker(child);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const exit = await exitOf(child);
    if (exit !== 0) throw new CommandError(lastWords() || `the worker ended with ${exit}`);
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
