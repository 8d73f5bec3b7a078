// A run on disk while it is made. `result.json` comes last: its presence means that the run is finished.
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClassifierResult, DetectorResult, DqnResult } from '@rectify/benchmark';
import { UsageError } from '../failure.js';
import { CLAIM_FILE } from '../output/claimFolder.js';
import { printJson, readJsonFile } from '../output/jsonFile.js';
import { makeFolder } from '../output/makeFolder.js';
import { filesInOutFolder } from '../output/outFolder.js';
import { cannotWrite, writeWholeFile } from '../output/writeFile.js';
import {
  CHECKPOINT_FILES,
  DEFAULT_ENGINE,
  RUN_FILE_LEFTOVER,
  RUN_FILES,
  type RunConfig,
} from './runConfig.js';

/** What was found where a run is to be made. */
export type Opening =
  | { readonly state: 'new'; readonly directory: RunDirectory }
  | { readonly state: 'begun'; readonly directory: RunDirectory }
  /** With the content of its `result.json`. */
  | { readonly state: 'finished'; readonly result: RunResult };

/** The content of `result.json`. */
export type RunResult = DqnResult | DetectorResult | ClassifierResult;

/** How a run's directory is opened. */
export interface OpenOptions {
  /** Take up a run that was begun there with the same options, or return its result. */
  readonly resume: boolean;
  /** Makes the directory this process's own, and returns what gives it back. */
  readonly claim: (path: string) => Promise<() => void>;
}

/**
 * Opens the directory of a run, making it if need be.
 *
 * @throws UsageError if there is something else in that place
 * @throws CommandError if it can't be written to
 */
export async function openRunDirectory(
  path: string,
  config: RunConfig,
  { resume, claim }: OpenOptions,
): Promise<Opening> {
  const found = await filesOf(path);
  if (found.length > 0 && !resume) {
    throw new UsageError(
      `${path} is not empty; choose another --out, or continue the run in it with --resume`,
    );
  }
  if (found.length > 0) await requireSameOptions(path, found, config);
  await makeDirectory(path);
  const release = await claim(path);
  try {
    return await openClaimed(path, config, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function openClaimed(path: string, config: RunConfig, release: () => void): Promise<Opening> {
  // Another process may have been at work until now.
  await removeLeftovers(path);
  const files = await filesOf(path);
  if (files.includes(RUN_FILES.result)) {
    release();
    return { state: 'finished', result: (await readJsonFile(join(path, RUN_FILES.result))) as RunResult };
  }
  const directory = new RunDirectory(path, release);
  if (files.length > 0) return { state: 'begun', directory };
  await writeWholeFile(join(path, RUN_FILES.config), printJson(config));
  return { state: 'new', directory };
}

/** What lies in a run's directory, apart from what other processes left or hold there. */
async function filesOf(path: string): Promise<string[]> {
  const files = await filesInOutFolder(path);
  return files.filter((name) => name !== CLAIM_FILE && !RUN_FILE_LEFTOVER.test(name));
}

/** A line of `metrics.jsonl`. */
export interface MetricsLine {
  readonly type: string;
  /** Steps or updates so far. */
  readonly step: number;
}

/** Where metrics go besides `metrics.jsonl`. */
export interface MetricsMirror {
  record(line: MetricsLine): void;
  close(): void;
}

/** Writes the files of one run. */
export class RunDirectory {
  #openMirror: (() => Promise<MetricsMirror>) | undefined;
  #mirror: MetricsMirror | undefined;
  #metrics: { readonly descriptor: number; bytes: number } | undefined;

  /** @param release - gives the directory back */
  constructor(
    readonly path: string,
    private readonly release: () => void,
  ) {}

  /** Has metrics go to another place too, which is opened together with `metrics.jsonl`. */
  mirrorMetrics(open: () => Promise<MetricsMirror>): void {
    this.#openMirror = open;
  }

  /** The path of a file in it. */
  file(name: string): string {
    return join(this.path, name);
  }

  /**
   * Begins `metrics.jsonl`, or goes on with it.
   *
   * @param isKept - tells by its step and its number from 0 whether a line stays; the others were written after the
   *   checkpoint that the run continues from
   */
  async openMetrics(isKept: (step: number, index: number) => boolean): Promise<void> {
    const kept = (await this.#metricLines()).filter((line, index) => isKept(stepOf(line), index));
    const text = kept.map((line) => `${line}\n`).join('');
    const path = this.file(RUN_FILES.metrics);
    await writeWholeFile(path, text);
    this.#metrics = { descriptor: attempt(path, () => openSync(path, 'a')), bytes: Buffer.byteLength(text) };
    this.#mirror = await this.#openMirror?.();
  }

  /** The seconds that the run had taken at its last evaluation up to a step. */
  async secondsUpTo(step: number): Promise<number> {
    const lines = (await this.#metricLines()).filter((line) => stepOf(line) <= step);
    const seconds = lines.map((line) => (JSON.parse(line) as { wallSeconds?: number }).wallSeconds ?? 0);
    return Math.max(0, ...seconds);
  }

  /**
   * Appends a line to `metrics.jsonl`.
   *
   * @throws CommandError if it can't be written; the file then ends with the line before
   */
  record<Line extends MetricsLine>(line: Line): void {
    const metrics = this.#metrics;
    if (!metrics) throw new Error('record: openMetrics comes first');
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    attempt(this.file(RUN_FILES.metrics), () => {
      try {
        for (let written = 0; written < bytes.length; ) {
          written += writeSync(metrics.descriptor, bytes, written);
        }
        metrics.bytes += bytes.length;
      } catch (error) {
        ftruncateSync(metrics.descriptor, metrics.bytes);
        throw error;
      }
    });
    this.#mirror?.record(line);
  }

  /** Whether a checkpoint was saved. Both of its files are needed to go on. */
  async hasCheckpoint(): Promise<boolean> {
    const files = await readdir(this.path);
    return CHECKPOINT_FILES.every((name) => files.includes(name));
  }

  /** Writes a file as a whole. */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    await writeWholeFile(this.file(name), content);
  }

  /** Finishes the run: writes `result.json`. */
  async finish(result: RunResult): Promise<void> {
    await this.write(RUN_FILES.result, printJson(result));
  }

  /** Closes what is open and gives the directory back. */
  close(): void {
    if (this.#metrics) closeSync(this.#metrics.descriptor);
    this.#metrics = undefined;
    this.#mirror?.close();
    this.#mirror = undefined;
    this.release();
  }

  async #metricLines(): Promise<string[]> {
    try {
      const text = await readFile(this.file(RUN_FILES.metrics), 'utf8');
      // What follows the last line break was cut off while it was written.
      return text
        .slice(0, text.lastIndexOf('\n') + 1)
        .split('\n')
        .filter((line) => line !== '');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** Removes what a process that was killed while it wrote has left. */
async function removeLeftovers(path: string): Promise<void> {
  const leftovers = (await readdir(path)).filter((name) => RUN_FILE_LEFTOVER.test(name));
  for (const name of leftovers) await rm(join(path, name), { force: true });
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await makeFolder(path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

async function requireSameOptions(path: string, files: readonly string[], config: RunConfig): Promise<void> {
  if (!files.includes(RUN_FILES.config)) {
    throw new UsageError(
      `${path} holds files, but no run (it has no ${RUN_FILES.config}); choose another --out`,
    );
  }
  const before = (await readJsonFile(join(path, RUN_FILES.config))) as Partial<RunConfig>;
  const asked = { kind: config.kind, ...config.options } as Record<string, unknown>;
  const found = { kind: before.kind, engine: DEFAULT_ENGINE, ...before.options } as Record<string, unknown>;
  const different = Object.keys(asked).find(
    (name) => JSON.stringify(asked[name]) !== JSON.stringify(found[name]),
  );
  if (different === undefined) return;
  throw new UsageError(
    `${path} holds a run with ${different} ${printed(found[different])}, ` +
      `asked for is ${printed(asked[different])}; choose another --out, or the same options`,
  );
}

function printed(value: unknown): string {
  return JSON.stringify(value) ?? 'none';
}

function stepOf(line: string): number {
  return (JSON.parse(line) as { step: number }).step;
}

function attempt<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Removes what a run that begins anew left behind, `config.json` apart. */
export async function clearRun({ path }: RunDirectory): Promise<void> {
  for (const name of await readdir(path)) {
    if (name !== RUN_FILES.config && name !== CLAIM_FILE)
      await rm(join(path, name), { recursive: true, force: true });
  }
}
