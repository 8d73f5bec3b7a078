import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { z } from 'zod';
import { conditionsOf } from './conditions.js';
import { settings } from './fields.js';
import { readJson } from './readJson.js';
import { RunFileError } from './runFileError.js';
import {
  type ClassifierEvaluation,
  type ClassifierResult,
  classifierEvaluationSchema,
  type DetectorEvaluation,
  type DetectorResult,
  type DqnEvaluation,
  type DqnResult,
  detectorEvaluationSchema,
  dqnEvaluationSchema,
  runResultSchema,
} from './runResult.js';
import type { TaskSettings } from './settings.js';

interface FinishedRun<Kind, Result, Evaluation> {
  readonly kind: Kind;
  /** Path below the study's directory with forward slashes, such as `dqn-CartPole-v1/relu/seed-0`. */
  readonly name: string;
  readonly directory: string;
  /** The settings in which the runs on its environment or data differ, such as `learningRate=0.01`; often empty. */
  readonly condition: string;
  /** The settings that it was given; the others are those of a preset. */
  readonly settings: TaskSettings;
  readonly result: Result;
  /** In order of step. */
  readonly evaluations: readonly Evaluation[];
}

/** A finished run of an agent. */
export type DqnRun = FinishedRun<'dqn', DqnResult, DqnEvaluation>;
/** A finished run of a detector. */
export type DetectorRun = FinishedRun<'detector', DetectorResult, DetectorEvaluation>;
/** A finished run of a classifier. */
export type ClassifierRun = FinishedRun<'classifier', ClassifierResult, ClassifierEvaluation>;
/** A finished run. */
export type Run = DqnRun | DetectorRun | ClassifierRun;

/** What a directory of runs holds. */
export interface StudyRuns {
  /** Finished runs, by name. */
  readonly runs: readonly Run[];
  /** Names of runs that have begun and have no result yet. They are reported, never counted. */
  readonly unfinished: readonly string[];
}

/** Which runs to read. */
export interface ReadRunsOptions {
  /** Their names; default: all that there are. */
  readonly names?: readonly string[] | undefined;
}

/**
 * Reads the runs below a directory. A run is a directory with a `config.json`; it is finished when it has a
 * `result.json` too.
 *
 * @throws RunFileError naming the file and what is wrong with it, also if two runs have the same task, activation and seed
 */
export async function readRuns(directory: string, { names }: ReadRunsOptions = {}): Promise<StudyRuns> {
  const all = (await findRunDirectories(directory)).map((run) => ({
    ...run,
    name: nameOf(directory, run.path),
  }));
  const found = all.filter(({ name }) => names?.includes(name) ?? true);
  const finished = found.filter(({ isFinished }) => isFinished);
  const read: Run[] = [];
  // One after the other: of several damaged files the same one is always named.
  for (const { path, name } of finished) read.push(await readRun(path, name));
  const conditions = conditionsOf(read.map((run) => ({ subject: subjectOf(run), settings: run.settings })));
  const runs = read.map((run, index) => ({ ...run, condition: conditions[index] ?? '' }));
  refuseRepeatedSeeds(runs);
  const unfinished = found.filter(({ isFinished }) => !isFinished);
  return { runs, unfinished: unfinished.map(({ name }) => name) };
}

/** The environment, data or network of a run. */
export function subjectOf(run: Run): string {
  switch (run.kind) {
    case 'dqn':
      return run.result.environment;
    case 'detector':
      return run.result.data;
    case 'classifier':
      return run.result.network;
  }
}

/** The task that a run worked on: its environment, data or network, and the settings that differ between the runs on it. */
export function taskOf(run: Run): string {
  return run.condition === '' ? subjectOf(run) : `${subjectOf(run)}, ${run.condition}`;
}

interface FoundRun {
  readonly path: string;
  readonly isFinished: boolean;
}

async function findRunDirectories(directory: string): Promise<FoundRun[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const files = new Set(entries.filter((entry) => entry.isFile()).map(({ name }) => name));
  if (files.has('config.json') || files.has('result.json')) {
    return [{ path: directory, isFinished: files.has('result.json') }];
  }
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  below.sort((first, second) => first.localeCompare(second, 'en', { numeric: true }));
  return (await Promise.all(below.map((name) => findRunDirectories(join(directory, name))))).flat();
}

function nameOf(study: string, path: string): string {
  return relative(study, path).split(sep).join('/');
}

async function readRun(directory: string, name: string): Promise<Run> {
  const file = join(directory, 'result.json');
  const result = readJson(await readText(file), runResultSchema, file);
  const place = { name, directory, condition: '', settings: await readSettings(directory) };
  const read = <Evaluation extends { readonly step: number }>(schema: z.ZodType<Evaluation>) =>
    readEvaluations(directory, schema);
  switch (result.kind) {
    case 'dqn':
      return { kind: 'dqn', ...place, result, evaluations: await read(dqnEvaluationSchema) };
    case 'detector':
      return { kind: 'detector', ...place, result, evaluations: await read(detectorEvaluationSchema) };
    case 'classifier':
      return { kind: 'classifier', ...place, result, evaluations: await read(classifierEvaluationSchema) };
  }
}

const configSchema = z.looseObject({ options: z.looseObject({ settings: settings.optional() }).optional() });

/** The settings that a run was given; runs from elsewhere say nothing of them. */
async function readSettings(directory: string): Promise<TaskSettings> {
  const file = join(directory, 'config.json');
  if (!existsSync(file)) return {};
  return readJson(await readText(file), configSchema, file).options?.settings ?? {};
}

const lineSchema = z.looseObject({ type: z.enum(['episode', 'update', 'evaluation']) });

async function readEvaluations<Evaluation extends { readonly step: number }>(
  directory: string,
  schema: z.ZodType<Evaluation>,
): Promise<Evaluation[]> {
  const file = join(directory, 'metrics.jsonl');
  const evaluations: Evaluation[] = [];
  for (const [index, line] of (await readText(file)).split('\n').entries()) {
    if (line === '') continue;
    const where = `${file} line ${index + 1}`;
    if (readJson(line, lineSchema, where).type !== 'evaluation') continue;
    const evaluation = readJson(line, schema, where);
    const previous = evaluations.at(-1);
    if (previous && evaluation.step <= previous.step) {
      throw new RunFileError(where, `step must increase, got ${evaluation.step} after ${previous.step}`);
    }
    evaluations.push(evaluation);
  }
  if (evaluations.length === 0)
    throw new RunFileError(file, 'a finished run needs an evaluation line, got none');
  return evaluations;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new RunFileError(file, `can't be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

function refuseRepeatedSeeds(runs: readonly Run[]): void {
  const seen = new Map<string, Run>();
  for (const run of runs) {
    const { activation, seed } = run.result;
    const key = JSON.stringify([run.kind, taskOf(run), activation, seed]);
    const twin = seen.get(key);
    if (twin) {
      const what = `${taskOf(run)}, ${activation}, seed ${seed}`;
      throw new RunFileError(
        join(run.directory, 'result.json'),
        `the same run as ${twin.name} (${what}): a seed counts once, remove one of the two directories`,
      );
    }
    seen.set(key, run);
  }
}
