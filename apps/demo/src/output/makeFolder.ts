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
  try {
    await mkdir(absolute);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await isFolder(absolute))) return;
    if (code !== 'ENOENT' || (await isFolder(dirname(absolute)))) throw error;
    await makeFolder(dirname(absolute));
    await makeFolder(absolute);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
