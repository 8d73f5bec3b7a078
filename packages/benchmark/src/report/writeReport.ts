import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runsToCsv } from '../runs/csv.js';
import { type ReadRunsOptions, readRuns } from '../runs/readRuns.js';
import { type StudyResults, type SummaryOptions, summarize } from '../summary/summarize.js';
import { type PageOptions, renderPage } from './page.js';

/** What a report needs to know beyond the runs. */
export type ReportOptions = SummaryOptions & PageOptions & ReadRunsOptions;

/**
 * Sums up the runs below a directory and writes `report.html`, `results.json` and `results.csv` into it. Each file
 * appears whole or not at all; what was there before is replaced.
 *
 * @returns what `results.json` holds
 * @throws RunFileError if a run's file can't be trusted; RangeError if no run is finished
 */
export async function writeReport(directory: string, options: ReportOptions): Promise<StudyResults> {
  const study = await readRuns(directory, options);
  const results = summarize(study, options);
  const page = await renderPage(results, study.runs, options);
  await writeWhole(join(directory, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  await writeWhole(join(directory, 'results.csv'), runsToCsv(study.runs));
  await writeWhole(join(directory, 'report.html'), page);
  return results;
}

async function writeWhole(file: string, content: string): Promise<void> {
  const unfinished = `${file}.partial`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
