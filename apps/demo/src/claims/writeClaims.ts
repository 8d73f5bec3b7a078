// What `rectify claims` leaves behind: the ledger as data, the page, its plots, and every run as a table.
import { join } from 'node:path';
import { type LedgerEntry, observationsToCsv, summarize } from '@rectify/benchmark';
import { standaloneSvg } from '@rectify/benchmark/plots';
import {
  chinesePlot,
  type NamedPlot,
  picturedActivations,
  renderClaimsPage,
  type TrainedStudy,
} from '@rectify/benchmark/report';
import { printJson } from '../output/jsonFile.js';
import { writeWholeFile } from '../output/writeFile.js';
import { rasterize } from '../plots/rasterize.js';
import { makePictures } from '../study/pictures.js';
import type { FoundStudy, GatheredRuns } from './gatherObservations.js';
import { inspectArms } from './inspectArms.js';
import type { LedgerContent } from './ledgerContent.js';
import { namedByKind } from './namedByKind.js';

/** Enough for the bands of curves; verdicts take more. */
const curveReplicates = 1000;

/** Studies whose typical runs the page shows. */
const shown: ReadonlySet<string> = new Set(['agents', 'detectors']);

/** What was found, and how. */
export interface ClaimsFindings {
  readonly ledger: readonly LedgerEntry[];
  readonly gathered: GatheredRuns;
  readonly budget: 'quick' | 'full';
  readonly content: LedgerContent;
}

/**
 * Writes `claims.json`, `claims.html`, `observations.csv` and `plots/` into a folder. The page comes last, so that all it links
 * to is there.
 *
 * @throws CommandError if a file can't be written
 */
export async function writeClaims(directory: string, findings: ClaimsFindings): Promise<void> {
  const { ledger, gathered, budget, content } = findings;
  const { observations } = gathered;
  await writeWholeFile(join(directory, 'claims.json'), printJson(content));
  await writeWholeFile(join(directory, 'observations.csv'), observationsToCsv(observations));
  const trained: TrainedStudy[] = [];
  for (const study of gathered.studies) trained.push(await trainedStudy(directory, study, content));
  const { page, plots } = await renderClaimsPage({
    ledger,
    observations,
    trained,
    budget,
    provenance: content,
  });
  for (const plot of plots) await writePlot(join(directory, 'plots'), plot);
  await writeWholeFile(join(directory, 'claims.html'), page);
}

/** Sums a study up, looks into the networks of its typical runs and makes pictures of them at work. */
async function trainedStudy(
  directory: string,
  { study, name, found }: FoundStudy,
  provenance: LedgerContent,
): Promise<TrainedStudy> {
  const runs = found.runs.map(namedByKind);
  const { tasks } = summarize({ ...found, runs }, { provenance, replicates: curveReplicates });
  if (!shown.has(study)) return { study: name, tasks };
  const pictured = runs.filter(({ result }) => picturedActivations.includes(result.activation));
  await makePictures(
    join(directory, name),
    pictured.map((run) => run.name),
  );
  return { study: name, tasks, runs: pictured, inspected: await inspectArms(found.runs) };
}

async function writePlot(directory: string, { name, svg, titled }: NamedPlot): Promise<void> {
  const drawn = titled === undefined ? svg : await titled();
  await writeWholeFile(join(directory, `${name}.svg`), standaloneSvg(drawn));
  await writeWholeFile(join(directory, `${name}.zh.svg`), standaloneSvg(chinesePlot(drawn)));
  await writeWholeFile(join(directory, `${name}.png`), await rasterize(drawn));
}
