import { lstat, readFile, stat } from 'node:fs/promises';

/** A file that cannot be read; the message is the reason alone, for people. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure';
}

/** Node reads no larger file at once, and holds no longer text. */
const MAX_BYTES = 500_000_000;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of the path is a file, not a directory',
  EISDIR: 'it is a directory, not a file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'it is a link that leads back to itself',
  ENAMETOOLONG: 'the name is too long',
};

/**
 * The bytes of a file. Pipes and devices are refused: reading one may never end.
 *
 * @throws ReadFailure with the reason
 */
export async function readWholeFile(path: string): Promise<Uint8Array> {
  try {
    const entry = await stat(path);
    if (entry.isDirectory()) throw new ReadFailure('it is a directory, not a file');
    if (!entry.isFile()) throw new ReadFailure('it is a pipe or a device, not a file');
    if (entry.size > MAX_BYTES) {
      throw new ReadFailure(`it has ${Math.ceil(entry.size / 1e6)} MB, more than ${MAX_BYTES / 1e6}`);
    }
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof ReadFailure) throw cause;
    throw new ReadFailure(await reasonOf(path, cause as NodeJS.ErrnoException), { cause });
  }
}

async function reasonOf(path: string, { code = '', message }: NodeJS.ErrnoException): Promise<string> {
  if (code === 'ENOENT' && (await isLink(path))) return 'it is a link to a file that is not there';
  return REASONS[code] ?? message;
}

async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (entry) => entry.isSymbolicLink(),
    () => false,
  );
}
