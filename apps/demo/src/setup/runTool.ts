// Programs of others, run with a time limit and ended together with all that they started.
import { type ChildProcess, spawn } from 'node:child_process';
import { endProcessGroup, type Host } from '../terminal.js';

/** How a program is run. */
export interface ToolOptions {
  readonly host: Host;
  /** Aborting ends the program. */
  readonly signal: AbortSignal;
  readonly timeLimitMs: number;
  readonly folder?: string;
  /** Variables besides those of the host. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Why a program didn't do its work. */
export class ToolError extends Error {
  override readonly name = 'ToolError';

  /**
   * @param reason - `missing`: there is no such program; `ended`: it was cut off by its limit or an interruption
   * @param output - the end of what it wrote
   */
  constructor(
    message: string,
    readonly reason: 'missing' | 'failed' | 'ended',
    readonly output: string,
  ) {
    super(message);
  }
}

const KEPT_CHARACTERS = 20_000;

/**
 * Runs a program to its end.
 *
 * @returns the end of what it wrote
 * @throws ToolError if it is missing, fails, or takes longer than its limit
 */
export async function runTool(
  program: string,
  words: readonly string[],
  options: ToolOptions,
): Promise<string> {
  const { host, folder, variables, timeLimitMs } = options;
  const limit = AbortSignal.timeout(timeLimitMs);
  const end = AbortSignal.any([options.signal, limit]);
  if (end.aborted) throw new ToolError(`${program} was not started`, 'ended', '');
  const child = spawn(program, words, {
    env: { ...host.environment, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that compilers and downloads can be ended with the program that started them.
    detached: host.system !== 'win32',
    ...(folder !== undefined && { cwd: folder }),
  });
  const stop = (): void => endWithChildren(child, host);
  end.addEventListener('abort', stop, { once: true });
  const output = collect(child);
  try {
    const exit = await exitOf(child, program);
    if (exit === 0) return output();
    if (!end.aborted) throw new ToolError(`${program} ended with ${exit}`, 'failed', output());
    const reason = limit.aborted ? `took longer than ${Math.round(timeLimitMs / 1000)} s` : 'was stopped';
    throw new ToolError(`${program} ${reason}`, 'ended', output());
  } finally {
    end.removeEventListener('abort', stop);
  }
}

/** The last line that says something, for an error of one line. */
export function lastLine(output: string): string {
  return output.trimEnd().split('\n').at(-1)?.trim() ?? '';
}

function endWithChildren(child: ChildProcess, { system }: Host): void {
  if (system === 'win32' || child.pid === undefined) child.kill();
  else endProcessGroup(child.pid);
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (chunk: string) => {
      text = (text + chunk).slice(-KEPT_CHARACTERS);
    });
  }
  return () => text;
}

function exitOf(child: ChildProcess, program: string): Promise<number | NodeJS.Signals | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new ToolError(`${program}: ${error.message}`, 'missing', '')));
    child.once('close', (code, signal) => resolve(code ?? signal));
  });
}
