import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../failure.js';
import { readJsonFile } from '../output/jsonFile.js';
import { RUN_FILES, type RunConfig } from './runConfig.js';

/** What comes out of a run. */
export const TRAINED: Readonly<Record<RunConfig['kind'], string>> = {
  dqn: 'an agent',
  detector: 'a detector',
  classifier: 'a classifier',
};

/** A run that is finished, as it lies on disk. */
export interface FinishedRun {
  readonly path: string;
  readonly config: RunConfig;
}

/**
 * Reads the configuration of a finished run.
 *
 * @throws UsageError if there is no run, or it isn't finished
 */
export async function readFinishedRun(path: string): Promise<FinishedRun> {
  const files = await filesIn(path);
  if (!files.includes(RUN_FILES.config)) {
    throw new UsageError(
      `${path} is no run: it has no ${RUN_FILES.config}; name the --out folder of rectify train`,
    );
  }
  if (!files.includes(RUN_FILES.result)) {
    throw new UsageError(
      `${path} is unfinished: it has no ${RUN_FILES.result}; finish it with rectify train --resume`,
    );
  }
  return { path, config: await readConfig(join(path, RUN_FILES.config)) };
}

/**
 * A finished run of one application.
 *
 * @throws UsageError if it is a run of another one
 */
export async function readRunOf<Kind extends RunConfig['kind']>(
  kind: Kind,
  path: string,
): Promise<FinishedRun & { readonly config: Extract<RunConfig, { kind: Kind }> }> {
  const run = await readFinishedRun(path);
  if (run.config.kind !== kind) {
    throw new UsageError(
      `${path} is a run of ${TRAINED[run.config.kind]}; this needs one of ${TRAINED[kind]}`,
    );
  }
  return { path, config: run.config as Extract<RunConfig, { kind: Kind }> };
}

async function readConfig(file: string): Promise<RunConfig> {
  const config = (await readJsonFile(file)) as Partial<RunConfig> | null;
  if (config?.options !== undefined && config.kind !== undefined && Object.hasOwn(TRAINED, config.kind)) {
    return config as RunConfig;
  }
  throw new UsageError(`${file} describes no run of this version; train again`);
}

async function filesIn(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (cause) {
    const isFile = (cause as NodeJS.ErrnoException).code === 'ENOTDIR';
    throw new UsageError(`${path} is no run: ${isFile ? 'it is a file' : 'there is no such folder'}`, {
      cause,
    });
  }
}
