// Tensors on disk. A file is replaced as a whole or not at all, so that a run that is killed while it saves still
// has the checkpoint before. Node only.
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readSafetensors, type TensorFile, writeSafetensors } from './safetensors.js';

/** A file that cannot be read or written. The message names the path and the reason. */
export class TensorFileError extends Error {
  override readonly name = 'TensorFileError';

  constructor(
    readonly path: string,
    doing: 'read' | 'write',
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`cannot ${doing} "${path}": ${reason}`, options);
  }
}

/**
 * Writes tensors and metadata to a safetensors file, replacing the one that is there.
 *
 * @param path - its folder must exist
 * @throws TensorFileError if the file cannot be written; the one that was there stays as it was
 * @throws RangeError if the elements of a tensor do not fill its shape
 */
export async function saveTensors(
  path: string,
  tensors: TensorFile['tensors'],
  metadata: TensorFile['metadata'] = {},
): Promise<void> {
  await replaceFile(path, writeSafetensors({ tensors, metadata }));
}

/**
 * Reads a safetensors file.
 *
 * @throws TensorFileError if there is no such file, it cannot be read, or it breaks the format
 */
export async function readTensors(path: string): Promise<TensorFile> {
  try {
    if (!(await stat(path)).isFile()) throw new TensorFileError(path, 'read', 'it is not a file');
    return readSafetensors(await readFile(path));
  } catch (cause) {
    if (cause instanceof TensorFileError) throw cause;
    throw new TensorFileError(path, 'read', reasonOf(cause), { cause });
  }
}

/**
 * Writes a file under a temporary name in the same folder, waits until it is on disk, and renames it.
 *
 * @throws TensorFileError if a step fails; the temporary file is removed
 */
export async function replaceFile(path: string, content: Uint8Array | string): Promise<void> {
  // The name need not be reproducible, only different from that of another save that is under way.
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new TensorFileError(path, 'write', reasonOf(cause), { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return ('code' in cause && reasons[String(cause.code)]) || cause.message;
}
