import { extname, join } from 'node:path';
import { createEngine } from '@rectify/nn';
import { createDetector, presetFor, type TrainOptions, trainingPreview } from '@rectify/vision';
import { UsageError } from '../failure.js';
import { writeWholeFile } from '../output/writeFile.js';
import type { AskedDetectorOptions } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { openData } from './openData.js';
import { detectorConfig } from './trainDetector.js';

/** Batches that a folder gets. */
const BATCHES = 2;

/**
 * Draws what a detector would be trained on, instead of training it.
 *
 * @param path - a file that ends in .webp, for the first pictures with each variation; or a folder, for the first
 * batches too
 * @returns the files that were written
 * @throws UsageError if the path is neither, or a setting is wrong
 */
export async function previewTraining(
  terminal: Terminal,
  asked: AskedDetectorOptions,
  path: string,
): Promise<string[]> {
  const isFile = requireSheetPath(path);
  const dataset = await openData(asked.data);
  const { epochs, settings, activation, seed, engine } = detectorConfig(terminal, dataset, asked).options;
  const detector = await createDetector({
    classes: dataset.classes,
    activation,
    seed,
    preset: presetFor(dataset),
    engine: await createEngine(engine),
  });
  const { variations, batches } = await trainingPreview(detector, {
    ...(settings as Partial<TrainOptions>),
    dataset,
    epochs,
    batches: isFile ? 0 : BATCHES,
  });
  await detector.dispose();
  const sheets = isFile
    ? [[path, variations] as const]
    : [
        [join(path, 'variations.webp'), variations] as const,
        ...batches.map((batch, place) => [join(path, `batch-${place + 1}.webp`), batch] as const),
      ];
  for (const [file, sheet] of sheets) await writeWholeFile(file, sheet);
  return sheets.map(([file]) => file);
}

function requireSheetPath(path: string): boolean {
  const extension = extname(path).toLowerCase();
  if (['.png', '.jpg', '.jpeg', '.gif', '.svg'].includes(extension)) {
    throw new UsageError(`--preview must name a folder, or a file that ends in .webp, got "${path}"`);
  }
  return extension === '.webp';
}
