import { ReadFailure, readWholeFile } from '../images/readWholeFile.js';
import { DatasetError } from './dataset.js';

/**
 * The text of a label file, without byte order mark.
 *
 * @throws DatasetError if it cannot be read, is not UTF-8, or is too large for a text
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
    return await readWholeFile(file);
  } catch (cause) {
    if (!(cause instanceof ReadFailure)) throw cause;
    throw new DatasetError(`cannot read ${file}: ${cause.message}`, { cause });
  }
}

/** The lines of a text with their numbers from 1, trimmed, without empty ones; line ends of any system. */
export function linesOf(text: string): { readonly line: number; readonly text: string }[] {
  return text
    .split(/\r\n|\n|\r/)
    .map((row, index) => ({ line: index + 1, text: row.trim() }))
    .filter((row) => row.text !== '');
}
