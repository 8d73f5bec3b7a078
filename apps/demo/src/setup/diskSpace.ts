import { statfs } from 'node:fs/promises';
import { CommandError } from '../failure.js';

/** Space that something needs, and for what. */
export interface SpaceNeeded {
  readonly bytes: number;
  /** Such as `to unpack the library`. */
  readonly purpose: string;
}

/**
 * Checks that a file system has room.
 *
 * @param folder - one that is there
 * @throws CommandError with what is needed, what is free, and where
 */
export async function requireSpace(folder: string, { bytes, purpose }: SpaceNeeded): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= bytes) return;
  throw new CommandError(
    `not enough room ${purpose}: ${mebibytes(bytes)} are needed in ${folder}, ${mebibytes(free)} are free; make room there and run this again`,
  );
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20).toLocaleString('en')} MiB`;
}
