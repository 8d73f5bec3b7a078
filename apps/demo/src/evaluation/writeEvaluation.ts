// What `rectify evaluate --out` leaves: the numbers, three plots, and the worst mistakes.
import { join } from 'node:path';
import { plotConfusion, plotPrecisionRecall, plotReliability, standaloneSvg } from '@rectify/benchmark/plots';
import { printJson } from '../output/jsonFile.js';
import { writeWholeFile } from '../output/writeFile.js';
import { rasterize } from '../plots/rasterize.js';
import type { DetectorReport } from './evaluateDetectorRun.js';

/**
 * Writes `evaluation.json`, `precision-recall`, `confusion` and `reliability` as SVG and as PNG, and `mistakes.webp`.
 *
 * @param mistakeSheet - the bytes of the last; null if there is no mistake
 */
export async function writeEvaluation(
  directory: string,
  report: DetectorReport,
  mistakeSheet: Uint8Array | null,
): Promise<void> {
  await writeWholeFile(join(directory, 'evaluation.json'), printJson(report));
  for (const [name, svg] of Object.entries(await drawPlots(report))) {
    await writeWholeFile(join(directory, `${name}.svg`), standaloneSvg(svg));
    await writeWholeFile(join(directory, `${name}.png`), await rasterize(svg));
  }
  if (mistakeSheet !== null) await writeWholeFile(join(directory, 'mistakes.webp'), mistakeSheet);
}

async function drawPlots({
  classes,
  confusion,
  calibration,
}: DetectorReport): Promise<Record<string, string>> {
  const lines = classes.flatMap(({ name, curve }) => (curve === null ? [] : [{ name, ...curve }]));
  return {
    'precision-recall': await plotPrecisionRecall(lines, calibration.iouThreshold),
    confusion: await plotConfusion({ ...confusion, classes: classes.map(({ name }) => name) }),
    reliability: await plotReliability(calibration.bins, calibration.expectedCalibrationError),
  };
}
