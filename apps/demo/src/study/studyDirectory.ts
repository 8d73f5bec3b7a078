// A study on disk: `study.json` beside the folders of its runs.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Study } from '@rectify/benchmark';
import { UsageError } from '../failure.js';
import { CLAIM_FILE, claimFolder } from '../output/claimFolder.js';
import { printJson, readJsonFile } from '../output/jsonFile.js';
import { makeFolder } from '../output/makeFolder.js';
import { filesInOutFolder } from '../output/outFolder.js';
import { cannotWrite, writeWholeFile } from '../output/writeFile.js';
import { configurationHash, firstDifference } from '../runs/configurationHash.js';
import { RUN_FILES, type RunConfig } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { readStudyFile } from './readStudyFile.js';

const STUDY_FILE = 'study.json';

/** The temporary name of a study's file while `replaceFile` writes it. */
const LEFTOVER = /^\.study\.json\.[0-9a-f-]{36}\.tmp$/;

/** Another runner would be at work for long. */
const PATIENCE_MS = 0;

/** What is made into a folder. */
export interface StudyPlan {
  readonly study: Study;
  /** The configuration of every run by its name. */
  readonly configs: ReadonlyMap<string, RunConfig>;
}

/** The folder of a study, this process's own until it gives it back. */
export interface StudyDirectory {
  /** Whether it was there already. */
  readonly isOld: boolean;
  readonly release: () => void;
}

/**
 * Makes the folder of a study, or takes it up where it was left. The study may have changed since, such as by more
 * seeds, if the runs that it still has are the same.
 *
 * @throws UsageError if the folder holds something else, or a run that was made with another configuration or version
 * @throws CommandError if another process is carrying out a study there
 */
export async function openStudyDirectory(
  { host }: Terminal,
  path: string,
  { study, configs }: StudyPlan,
): Promise<StudyDirectory> {
  const found = await filesInOutFolder(path);
  const leftovers = found.filter((name) => LEFTOVER.test(name));
  const isOld = found.some((name) => name !== CLAIM_FILE && !leftovers.includes(name));
  if (isOld) {
    await requireSameName(path, found, study);
    for (const [name, config] of configs) await requireSameConfiguration(join(path, name), config);
  }
  await makeFolderOf(path);
  const release = await claimFolder(host, path, { patienceMs: PATIENCE_MS });
  for (const name of leftovers) await rm(join(path, name), { force: true });
  await writeWholeFile(join(path, STUDY_FILE), printJson(study));
  return { isOld, release };
}

/**
 * The study that a folder was made by; undefined for a folder of single runs.
 *
 * @throws UsageError if its file is damaged
 */
export async function studyIn(path: string): Promise<Study | undefined> {
  const file = join(path, STUDY_FILE);
  return existsSync(file) ? readStudyFile(file) : undefined;
}

async function makeFolderOf(path: string): Promise<void> {
  try {
    await makeFolder(path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

async function requireSameName(path: string, files: readonly string[], { name }: Study): Promise<void> {
  if (!files.includes(STUDY_FILE)) {
    throw new UsageError(`${path} holds files, but no study (it has no ${STUDY_FILE}); choose another --out`);
  }
  const before = (await readJsonFile(join(path, STUDY_FILE))) as Partial<Study> | null;
  if (before?.name === name) return;
  const other = JSON.stringify(before?.name);
  throw new UsageError(`${path} holds another study, ${other}; choose another --out, or remove it`);
}

/** Results of different configurations or versions are never mixed. */
async function requireSameConfiguration(directory: string, config: RunConfig): Promise<void> {
  const file = join(directory, RUN_FILES.config);
  if (!existsSync(file)) return;
  const before = ((await readJsonFile(file)) ?? {}) as RunConfig;
  const isOwn = before.hash === undefined || before.hash === configurationHash(before);
  const difference = isOwn ? firstDifference(before, config) : 'its config.json was changed afterwards';
  if (difference === undefined) return;
  throw new UsageError(
    `${directory} holds a run of another configuration (${difference}); choose another --out, or remove that folder`,
  );
}
