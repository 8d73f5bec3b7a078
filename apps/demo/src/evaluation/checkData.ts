import { join } from 'node:path';
import { checkDataset, type DatasetCheck, splitSheet } from '@rectify/vision';
import { UsageError } from '../failure.js';
import { printJson } from '../output/jsonFile.js';
import { filesInOutFolder } from '../output/outFolder.js';
import { openProgress } from '../output/progress.js';
import { writeWholeFile } from '../output/writeFile.js';
import type { Terminal } from '../terminal.js';
import { summaryOf } from './describeCheck.js';

/**
 * Checks a dataset, and writes what was found and a contact sheet of each split into a folder if one is named.
 *
 * @throws UsageError if there is no such kind of dataset
 */
export async function checkData(terminal: Terminal, spec: string, out?: string): Promise<DatasetCheck> {
  if (out !== undefined) await filesInOutFolder(out);
  const check = await read(terminal, spec);
  if (out === undefined) return check;
  await writeWholeFile(join(out, 'check.json'), printJson(summaryOf(check)));
  for (const { name, images } of check.splits) {
    if (images > 0) await writeWholeFile(join(out, `${name}.webp`), await splitSheet(check.dataset, name));
  }
  return check;
}

async function read(terminal: Terminal, spec: string): Promise<DatasetCheck> {
  const progress = openProgress(terminal, spec);
  try {
    return await checkDataset(spec, {
      // Opening a split takes as long as reading it: the pace so far tells little.
      onPicture: ({ split, share }) =>
        progress.update({ share, remark: `split ${split}`, secondsLeft: null }),
    });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  } finally {
    progress.end();
  }
}
