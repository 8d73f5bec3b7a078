import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing.
 *
 * One by one: `mkdir` with `recursive: true` never returns where the system answers ENOENT although the folder above
 * is there, as below /proc.
 *
 * @throws the file system's error if one of them can't be made
 */
export async function makeFolder(path: string): Promise<void> {
  const absolute = resolve(path);
  const error = await errorOfMaking(absolute);
  if (error === undefined) return;
  const above = dirname(absolute);
  if (error.code !== 'ENOENT') throw error;
  if (!(await isFolder(above))) await makeFolder(above);
  // Another process may have made the folder above in between, so that this one has a chance even if it was there.
  const lastError = await errorOfMaking(absolute);
  if (lastError !== undefined) throw lastError;
}

/** A folder that is there already is no error. */
async function errorOfMaking(absolute: string): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await mkdir(absolute);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EEXIST' && (await isFolder(absolute)) ? undefined : (error as NodeJS.ErrnoException);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
