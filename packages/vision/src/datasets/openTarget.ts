import { stat } from 'node:fs/promises';
import { DatasetError } from './dataset.js';

/**
 * Whether a path that a person named is a file or a folder.
 *
 * @throws DatasetError if it is neither
 */
export async function kindOfTarget(spec: string, path: string): Promise<'file' | 'folder'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (cause) {
    throw new DatasetError(`${spec}: there is no such file or folder`, { cause });
  }
}
