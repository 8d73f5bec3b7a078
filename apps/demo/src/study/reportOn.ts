import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Study, StudyResults } from '@rectify/benchmark';
import { comparisonLine, seedTable, textTable, writeReport } from '@rectify/benchmark/report';
import { CommandError, UsageError } from '../failure.js';
import { describeMachine } from '../output/machine.js';
import { cannotWrite } from '../output/writeFile.js';
import type { Terminal } from '../terminal.js';
import { versionsInUse } from '../versions.js';

/** What the report says about its making. */
export interface ReportOrigin {
  /** The command, as a person would type it. */
  readonly command: string;
  readonly study?: Study | undefined;
  /** The runs to report on; default: all below the folder. */
  readonly names?: readonly string[] | undefined;
  /** Of the whole study; left out if it took several sittings. */
  readonly wallSeconds?: number | undefined;
}

/**
 * Writes `report.html`, `results.json` and `results.csv` about the finished runs below a folder.
 *
 * @throws UsageError if there is no such folder
 * @throws CommandError if no run in it is finished, or the report can't be written
 */
export async function reportOn(
  { host }: Terminal,
  directory: string,
  { command, study, names, wallSeconds }: ReportOrigin,
): Promise<StudyResults> {
  await requireFolder(directory);
  const machine = describeMachine(host);
  const versions = versionsInUse(host.nodeVersion);
  try {
    return await writeReport(directory, {
      provenance: { command, machine, versions, ...(wallSeconds !== undefined && { wallSeconds }) },
      ...(study && { study, question: study.question }),
      names,
    });
  } catch (error) {
    if (error instanceof RangeError)
      throw new CommandError(`${directory}: ${error.message}`, { cause: error });
    if ((error as NodeJS.ErrnoException).code !== undefined)
      throw cannotWrite(join(directory, 'report.html'), error);
    throw error;
  }
}

/** The table, every seed's score, and what to keep in mind about them. */
export function describeResults(results: StudyResults): string {
  return [
    ...[textTable(results), seedTable(results), comparisonLine(results)].filter(Boolean),
    ...results.cautions.map((caution) => `Note: ${caution}`),
  ].join('\n\n');
}

async function requireFolder(directory: string): Promise<void> {
  const isFolder = await stat(directory).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new UsageError(`${directory} is no folder with runs; name one that rectify wrote into`);
}

/** How long the study of an earlier report took, if that report knows. */
export async function reportedSeconds(directory: string): Promise<number | undefined> {
  try {
    const results = JSON.parse(
      await readFile(join(directory, 'results.json'), 'utf8'),
    ) as Partial<StudyResults>;
    return results.provenance?.wallSeconds;
  } catch {
    return undefined;
  }
}
