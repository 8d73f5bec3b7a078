// A study on disk: `study.json` beside the folders of its runs.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Study } from '@rectify/benchmark';
import { UsageError } from '../failure.js';
import { printJson, readJsonFile } from '../output/jsonFile.js';
import { filesInOutFolder } from '../output/outFolder.js';
import { writeWholeFile } from '../output/writeFile.js';
import { configurationHash, firstDifference } from '../runs/configurationHash.js';
import { RUN_FILES, type RunConfig } from '../runs/runConfig.js';

const STUDY_FILE = 'study.json';

/** The temporary name of a study's file while `replaceFile` writes it. */
const LEFTOVER = /^\.study\.json\.[0-9a-f-]{36}\.tmp$/;

/** What a study is made into. */
export interface StudyPlan {
  readonly study: Study;
  /** The configuration of every run by its name. */
  readonly configs: ReadonlyMap<string, RunConfig>;
}

/**
 * Makes the folder of a study, or takes it up where it was left. The study may have changed since, such as by more
 * seeds, if the runs that it still has are the same.
 *
 * @returns whether it was there already
 * @throws UsageError if the folder holds something else, or a run that was made with another configuration or version
 */
export async function openStudyDirectory(path: string, { study, configs }: StudyPlan): Promise<boolean> {
  const found = await filesInOutFolder(path);
  const leftovers = found.filter((name) => LEFTOVER.test(name));
  for (const name of leftovers) await rm(join(path, name), { force: true });
  const isOld = found.length > leftovers.length;
  if (isOld) {
    if (!found.includes(STUDY_FILE)) {
      throw new UsageError(
        `${path} holds files, but no study (it has no ${STUDY_FILE}); choose another --out`,
      );
    }
    await requireSameName(join(path, STUDY_FILE), study);
    for (const [name, config] of configs) await requireSameConfiguration(join(path, name), config);
  }
  await writeWholeFile(join(path, STUDY_FILE), printJson(study));
  return isOld;
}

async function requireSameName(file: string, { name }: Study): Promise<void> {
  const before = (await readJsonFile(file)) as Partial<Study> | null;
  if (before?.name === name) return;
  throw new UsageError(
    `${file} is of another study, ${JSON.stringify(before?.name)}; choose another --out, or remove it`,
  );
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
