// What `rectify evaluate --out` leaves: the numbers, plots, a table of counts, and the worst mistakes.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type ClassCounts,
  plotConfusion,
  plotCounting,
  plotPrecisionRecall,
  plotReliability,
  standaloneSvg,
} from '@rectify/benchmark/plots';
import { printCsv } from '../output/csv.js';
import { printJson } from '../output/jsonFile.js';
import { writeWholeFile } from '../output/writeFile.js';
import { rasterize } from '../plots/rasterize.js';
import type { DetectorReport } from './detectorReport.js';

/** What is counted on the judged pictures. */
export interface PictureCounts {
  readonly pictures: readonly string[];
  /** None if nothing is counted. */
  readonly classes: readonly ClassCounts[];
}

/** What goes beside the numbers. */
export interface Illustrations {
  /** The bytes of `mistakes.webp`; null if there is no mistake. */
  readonly sheet: Uint8Array | null;
  readonly counts: PictureCounts;
}

/**
 * Writes `evaluation.json`, `precision-recall`, `confusion`, `reliability` and `counting` as SVG and as PNG, `counts.csv` and
 * `mistakes.webp`, and removes what an earlier evaluation has beyond these.
 */
export async function writeEvaluation(
  directory: string,
  report: DetectorReport,
  { sheet, counts }: Illustrations,
): Promise<void> {
  const files: Record<string, string | Uint8Array | null> = {
    'evaluation.json': printJson(report),
    'counts.csv': counts.classes.length > 0 ? countsTable(counts) : null,
    'mistakes.webp': sheet,
  };
  for (const [name, svg] of Object.entries(await drawPlots(report, counts))) {
    files[`${name}.svg`] = svg && standaloneSvg(svg);
    files[`${name}.png`] = svg && (await rasterize(svg));
  }
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    // What an earlier evaluation left there would be taken for a part of this one.
    if (content === null) await rm(path, { force: true });
    else await writeWholeFile(path, content);
  }
}

/** A line a picture; of each class how many there are, and how many were counted. */
function countsTable({ pictures, classes }: PictureCounts): string {
  const rows = pictures.map((picture, image) => [
    picture,
    ...classes.flatMap(({ perImage }) => [perImage[image]?.truths ?? 0, perImage[image]?.predicted ?? 0]),
  ]);
  return printCsv([['image', ...classes.flatMap(({ name }) => [name, `${name} counted`])], ...rows]);
}

async function drawPlots(
  { classes, confusion, calibration }: DetectorReport,
  counts: PictureCounts,
): Promise<Record<string, string | null>> {
  const lines = classes.flatMap(({ name, curve }) => (curve === null ? [] : [{ name, ...curve }]));
  return {
    'precision-recall': await plotPrecisionRecall(lines, calibration.iouThreshold),
    confusion: await plotConfusion({ ...confusion, classes: classes.map(({ name }) => name) }),
    reliability: await plotReliability(calibration.bins, calibration.expectedCalibrationError),
    counting: counts.classes.length > 0 ? await plotCounting(counts.classes) : null,
  };
}
