// Files that are there as a whole or not at all.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandError } from '../failure.js';

/**
 * Writes a file under a temporary name and renames it, so that a reader never sees half of it. Folders that are
 * missing are made; something that is no regular file, such as a pipe, is written to directly.
 *
 * @throws CommandError with the reason if it can't be written; then nothing is left behind
 */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    if (await isSpecial(path)) return await writeFile(path, content);
    await writeAndRename(path, content);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

async function writeAndRename(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await writeFile(temporary, content, { flush: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function isSpecial(path: string): Promise<boolean> {
  try {
    const file = await stat(path);
    return !file.isFile() && !file.isDirectory();
  } catch {
    return false;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; make room there or choose another place',
  EDQUOT: 'your disk quota is used up; make room there or choose another place',
  EFBIG: 'the file would be larger than this process may write (see `ulimit -f`)',
  EACCES: 'permission denied; choose a place that you may write to',
  EPERM: 'permission denied; choose a place that you may write to',
  EROFS: 'the file system is read-only; choose another place',
  EISDIR: 'it is a folder; name a file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a part of the path is a file, not a folder',
  ENOENT: 'the folder does not exist and cannot be made',
  ENAMETOOLONG: 'the name is too long',
};

/** What to tell a person whose file can't be written. */
export function cannotWrite(path: string, cause: unknown): CommandError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const reason = REASONS[code];
  return new CommandError(`cannot write ${path}: ${reason === undefined ? message : `${reason} (${code})`}`, {
    cause,
  });
}
