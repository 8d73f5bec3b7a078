// The runs of an experiment on disk: `observations.jsonl`, which grows by a line a run.
import { existsSync } from 'node:fs';
import { appendFile, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { type Observation, printObservation, readObservations } from '@rectify/benchmark';
import { UsageError } from '../failure.js';
import { printJson, readJsonFile } from '../output/jsonFile.js';
import { makeFolder } from '../output/makeFolder.js';
import { filesInOutFolder } from '../output/outFolder.js';
import { cannotWrite, writeWholeFile } from '../output/writeFile.js';

const OBSERVATIONS = 'observations.jsonl';
const EXPERIMENT = 'experiment.json';

/** What all runs of a folder share. */
export interface ExperimentConfig {
  readonly name: string;
  readonly versions: Readonly<Record<string, string>>;
}

/** The runs that an experiment has made so far. */
export interface ObservationFile {
  readonly observations: readonly Observation[];
  /** Keeps one more. */
  append(observation: Observation): Promise<void>;
}

/**
 * Opens the folder of an experiment, or makes it. A line that was cut off while it was written is removed.
 *
 * @throws UsageError if the folder holds something else, or runs of another experiment or version
 * @throws RunFileError if a line is damaged
 * @throws CommandError if it can't be read or written
 */
export async function openObservationFile(
  directory: string,
  config: ExperimentConfig,
): Promise<ObservationFile> {
  const isOld = (await filesInOutFolder(directory)).length > 0;
  if (isOld) await requireSame(directory, config);
  await makeFolder(directory).catch((error: unknown) => {
    throw cannotWrite(directory, error);
  });
  if (!isOld) await writeWholeFile(join(directory, EXPERIMENT), printJson(config));
  const path = join(directory, OBSERVATIONS);
  return {
    observations: await wholeLines(path),
    append: (observation) =>
      appendFile(path, printObservation(observation)).catch((error: unknown) => {
        throw cannotWrite(path, error);
      }),
  };
}

/**
 * The runs that a folder holds; none if there is no such folder.
 *
 * @throws RunFileError if a line is damaged
 */
export async function readObservationFile(directory: string): Promise<readonly Observation[]> {
  const path = join(directory, OBSERVATIONS);
  return existsSync(path) ? readObservations(await readFile(path, 'utf8'), path).observations : [];
}

async function wholeLines(path: string): Promise<readonly Observation[]> {
  if (!existsSync(path)) return [];
  const text = await readFile(path, 'utf8');
  const { observations, wholeLength } = readObservations(text, path);
  if (wholeLength < text.length) await truncate(path, Buffer.byteLength(text.slice(0, wholeLength)));
  return observations;
}

async function requireSame(directory: string, { name, versions }: ExperimentConfig): Promise<void> {
  const file = join(directory, EXPERIMENT);
  if (!existsSync(file)) {
    throw new UsageError(
      `${directory} holds files, but no experiment (it has no ${EXPERIMENT}); choose another --out`,
    );
  }
  const before = ((await readJsonFile(file)) ?? {}) as Partial<ExperimentConfig>;
  const isSame = JSON.stringify([before.name, before.versions]) === JSON.stringify([name, versions]);
  if (isSame) return;
  throw new UsageError(
    `${directory} holds runs of another experiment or version (see ${EXPERIMENT}); choose another --out, or remove that folder`,
  );
}
