// One process at a time writes into a folder. A process that was killed leaves its claim behind, and the next one that
// comes finds nobody alive behind it.
import { rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CommandError } from '../failure.js';
import type { Host } from '../terminal.js';
import { cannotWrite } from './writeFile.js';

/** Lies in a folder that a process works in, and holds the process's number. */
export const CLAIM_FILE = '.in-use';

const LOOK_AGAIN_MS = 100;

/** How a folder is claimed. */
export interface ClaimOptions {
  /** How long to wait for another process to leave. */
  readonly patienceMs: number;
  /** Told once if there is one. */
  readonly onWait?: (holder: number) => void;
}

/**
 * Claims a folder for this process.
 *
 * @returns what gives it back
 * @throws CommandError if another process is still at work there in the end, or the folder can't be written to
 */
export async function claimFolder(
  { processId, isRunning }: Pick<Host, 'processId' | 'isRunning'>,
  folder: string,
  { patienceMs, onWait }: ClaimOptions,
): Promise<() => void> {
  const file = join(folder, CLAIM_FILE);
  const deadline = performance.now() + patienceMs;
  for (let looks = 0; !(await create(file, processId)); looks++) {
    const holder = await holderOf(file);
    // A number of our own is left from an earlier process that had it too.
    if (holder === processId || !isRunning(holder)) {
      await rm(file, { force: true });
      continue;
    }
    if (performance.now() >= deadline) throw new CommandError(occupied(folder, holder));
    if (looks === 0) onWait?.(holder);
    await wait(LOOK_AGAIN_MS);
  }
  return () => rmSync(file, { force: true });
}

async function create(file: string, processId: number): Promise<boolean> {
  try {
    await writeFile(file, String(processId), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cannotWrite(file, error);
  }
}

/** NaN where the file is gone again, or nothing was written into it. */
async function holderOf(file: string): Promise<number> {
  const read = async (): Promise<string> => readFile(file, 'utf8').catch(() => '');
  const text = await read();
  if (text !== '') return Number(text);
  // Perhaps its maker is just about to.
  await wait(LOOK_AGAIN_MS);
  return Number((await read()) || Number.NaN);
}

function occupied(folder: string, holder: number): string {
  return (
    `process ${holder} is at work in ${folder}; wait for its end or stop it, ` +
    `or if it is none of rectify's, remove ${join(folder, CLAIM_FILE)}`
  );
}
