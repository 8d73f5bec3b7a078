// What `rectify claims` leaves behind: the ledger as data, the page, its plots, and every run as a table.
import { join } from 'node:path';
import { type LedgerEntry, type Observation, observationsToCsv } from '@rectify/benchmark';
import { standaloneSvg } from '@rectify/benchmark/plots';
import { type NamedPlot, renderClaimsPage } from '@rectify/benchmark/report';
import { printJson } from '../output/jsonFile.js';
import { writeWholeFile } from '../output/writeFile.js';
import { rasterize } from '../plots/rasterize.js';
import type { LedgerContent } from './ledgerContent.js';

/** What was found, and how. */
export interface ClaimsFindings {
  readonly ledger: readonly LedgerEntry[];
  readonly observations: readonly Observation[];
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
  const { ledger, observations, budget, content } = findings;
  await writeWholeFile(join(directory, 'claims.json'), printJson(content));
  await writeWholeFile(join(directory, 'observations.csv'), observationsToCsv(observations));
  const { page, plots } = await renderClaimsPage({ ledger, observations, budget, provenance: content });
  for (const plot of plots) await writePlot(join(directory, 'plots'), plot);
  await writeWholeFile(join(directory, 'claims.html'), page);
}

async function writePlot(directory: string, { name, svg, titled }: NamedPlot): Promise<void> {
  const drawn = titled === undefined ? svg : await titled();
  await writeWholeFile(join(directory, `${name}.svg`), standaloneSvg(drawn));
  await writeWholeFile(join(directory, `${name}.png`), await rasterize(drawn));
}
