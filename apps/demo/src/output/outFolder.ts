import { readdir, stat } from 'node:fs/promises';
import { UsageError } from '../failure.js';
import { cannotWrite } from './writeFile.js';

/**
 * What lies in a folder that results are to go to; nothing if it isn't there yet.
 *
 * @throws UsageError if it is a file
 * @throws CommandError if it can't be made or looked into
 */
export async function filesInOutFolder(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR' && (await isFile(path))) {
      throw new UsageError(`--out must name a folder, and ${path} is a file`, { cause: error });
    }
    throw cannotWrite(path, error);
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
