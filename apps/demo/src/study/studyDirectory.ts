// A study on disk: `study.json` beside the folders of its runs.

import { join } from 'node:path';
import type { Study } from '@rectify/benchmark';
import { UsageError } from '../failure.js';
import { printJson, readJsonFile } from '../output/jsonFile.js';
import { filesInOutFolder } from '../output/outFolder.js';
import { writeWholeFile } from '../output/writeFile.js';
import { DEFAULT_ENGINE, type RunEngine } from '../runs/runConfig.js';

const STUDY_FILE = 'study.json';

/**
 * Makes the folder of a study, or takes it up where it was left.
 *
 * @returns whether it was there already
 * @throws UsageError if the folder holds something else
 */
export async function openStudyDirectory(path: string, study: Study, engine: RunEngine): Promise<boolean> {
  const asked = engine === DEFAULT_ENGINE ? study : { ...study, engine };
  const files = await filesInOutFolder(path);
  if (files.length === 0) {
    await writeWholeFile(join(path, STUDY_FILE), printJson(asked));
    return false;
  }
  if (!files.includes(STUDY_FILE)) {
    throw new UsageError(`${path} holds files, but no study (it has no ${STUDY_FILE}); choose another --out`);
  }
  const found = await readJsonFile(join(path, STUDY_FILE));
  if (JSON.stringify(found) !== JSON.stringify(asked)) {
    throw new UsageError(
      `${path} holds another study (see its ${STUDY_FILE}); choose another --out, or remove it`,
    );
  }
  return true;
}
