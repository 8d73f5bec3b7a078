import { type Dataset, openDataset } from '@rectify/vision';
import { UsageError } from '../failure.js';
import type { Terminal } from '../terminal.js';

/**
 * Opens a dataset by its spec.
 *
 * @throws UsageError if there is no such kind of dataset
 * @throws DatasetError if its files break a rule
 */
export async function openData(spec: string): Promise<Dataset> {
  try {
    return await openDataset(spec);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

/** Opens splits, so that what is wrong with them shows before anything is written, and tells what was worked around. */
export async function checkSplits(
  terminal: Terminal,
  dataset: Dataset,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const { warnings } = await dataset.split(name);
    for (const { rule, count, files } of warnings) {
      terminal.note(`${dataset.spec}, split ${name}: ${rule}: ${count} (${firstFiles(files)})`);
    }
  }
}

const NAMED_FILES = 3;

/** Some files by name, and how many more there are. */
export function firstFiles(files: readonly string[]): string {
  const named = files.slice(0, NAMED_FILES).join(', ');
  return files.length > NAMED_FILES ? `${named} and ${files.length - NAMED_FILES} more` : named;
}
