import { readFile } from 'node:fs/promises';
import { CommandError } from '../failure.js';

/**
 * Reads a JSON file.
 *
 * @throws CommandError if it can't be read or isn't JSON
 */
export async function readJsonFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new CommandError(`cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** JSON as it stands in files: indented, ending with a line break. */
export function printJson(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}
