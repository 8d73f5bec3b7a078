// A study file is JSON, or a module in TypeScript or JavaScript that exports a study as its default.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseStudy, type Study, StudyFileError } from '@rectify/benchmark';
import { UsageError } from '../failure.js';

/** The studies that come with the project. */
const READY_STUDIES = fileURLToPath(new URL('../../../../studies/', import.meta.url));

const MODULES: readonly string[] = ['.ts', '.mts', '.js', '.mjs'];

/** What a study file may import wherever it lies. */
const PACKAGES: readonly string[] = ['@rectify/activations', '@rectify/benchmark', '@rectify/nn/random'];

/**
 * Reads and checks a study.
 *
 * @param nameOrFile - a file, or the name of one of the project's own studies, such as `agents-cartpole`
 * @throws UsageError if there is no such study, it can't be read, or a field is wrong: which, the rule, and what came
 */
export async function readStudyFile(nameOrFile: string): Promise<Study> {
  const file = findStudy(nameOrFile);
  const content = await contentOf(file);
  try {
    return parseStudy(content, file);
  } catch (error) {
    if (error instanceof StudyFileError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

function findStudy(nameOrFile: string): string {
  if (existsSync(nameOrFile)) return nameOrFile;
  const ready = ['.json', ...MODULES].map((extension) => `${READY_STUDIES}${nameOrFile}${extension}`);
  const found = /^[\w-]+$/.test(nameOrFile) ? ready.find((file) => existsSync(file)) : undefined;
  if (found !== undefined) return found;
  throw new UsageError(
    `there is no study ${nameOrFile}; name a file that holds one, or one of the project's own (see the folder studies)`,
  );
}

async function contentOf(file: string): Promise<unknown> {
  const extension = extname(file);
  if (extension !== '.json' && !MODULES.includes(extension)) {
    throw new UsageError(`${file}: a study file ends with .json, ${MODULES.join(', ')}`);
  }
  try {
    return extension === '.json'
      ? JSON.parse(await readFile(file, 'utf8'))
      : await defaultExportOf(resolve(file));
  } catch (cause) {
    throw new UsageError(`cannot read ${file}: ${(cause as Error).message}`, { cause });
  }
}

async function defaultExportOf(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  // Nothing is kept between calls, in memory or on the disk: an edited study is never an old one.
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    alias: Object.fromEntries(PACKAGES.map((name) => [name, fileURLToPath(import.meta.resolve(name))])),
  });
  const { default: study } = await jiti.import<{ readonly default?: unknown }>(path);
  if (study === undefined) throw new TypeError('the module has no default export');
  return study;
}
