// Files that are there as a whole or not at all, and what to say when that fails.
import { stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceFile } from '@rectify/nn/files';
import { CommandError } from '../failure.js';
import { makeFolder } from './makeFolder.js';

/**
 * Writes a file so that a reader never sees half of it. Folders that are missing are made; something that is no
 * regular file, such as a pipe, is written to directly.
 *
 * @throws CommandError with the reason if it can't be written; then nothing is left behind
 */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await makeFolder(dirname(path));
    if (await isSpecial(path)) await writeFile(path, content);
    else await replaceFile(path, content);
  } catch (error) {
    throw cannotWrite(path, error);
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
export function cannotWrite(path: string, error: unknown): CommandError {
  const { code, message } = systemError(error);
  const reason = code === undefined ? undefined : REASONS[code];
  const explanation = reason === undefined ? message : `${reason} (${code})`;
  return new CommandError(`cannot write ${path}: ${explanation}`, { cause: error });
}

/** The error of the file system that is behind an error, if one is. */
function systemError(error: unknown): NodeJS.ErrnoException {
  const { code, cause } = error as NodeJS.ErrnoException & { cause?: unknown };
  return code === undefined && cause instanceof Error ? cause : (error as NodeJS.ErrnoException);
}
