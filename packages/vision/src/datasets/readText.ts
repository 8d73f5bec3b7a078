import { readFile, stat } from 'node:fs/promises';
import { DatasetError } from './dataset.js';

/** Node cannot hold a longer text. */
const MAX_BYTES = 500_000_000;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'permission denied',
  ELOOP: 'it is a link that leads back to itself',
};

/**
 * The text of a label file, without byte order mark.
 *
 * @throws DatasetError if it cannot be read, is not UTF-8, or has more than 500 MB
 */
export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DatasetError(`${file}: must be UTF-8 text; save it again in that encoding`, { cause });
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      throw new DatasetError(`${file}: may have at most ${MAX_BYTES / 1e6} MB, has ${Math.ceil(size / 1e6)}`);
    }
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new DatasetError(`cannot read ${file}: ${REASONS[code ?? ''] ?? message}`, { cause });
  }
}

/** The lines of a text with their numbers from 1, trimmed, without empty ones; line ends of any system. */
export function linesOf(text: string): { readonly line: number; readonly text: string }[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((row, index) => ({ line: index + 1, text: row.trim() }))
    .filter((row) => row.text !== '');
}
