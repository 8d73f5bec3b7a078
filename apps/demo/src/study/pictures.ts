// What a study shows beside its numbers: one agent playing and one detector at work, for every arm.

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type DetectorRun, type DqnRun, readRuns, typicalFirst } from '@rectify/benchmark';
import { recordReplay } from '../evaluation/recordReplay.js';
import { writeWholeFile } from '../output/writeFile.js';
import { runsByArm } from './runsByArm.js';

/** The most validation pictures that a detector is shown with. */
const SHOWN_PICTURES = 6;

/** The start of every shown episode. */
const EPISODE_SEED = 0;

/** Makes the pictures of every arm's typical run that aren't there yet; the report takes them up. */
export async function makePictures(directory: string, names: readonly string[]): Promise<void> {
  const { runs } = await readRuns(directory, { names });
  for (const runsOfArm of runsByArm(runs)) {
    const [run] = typicalFirst(runsOfArm);
    if (run === undefined) continue;
    if (run.kind === 'dqn') await showAgent(run);
    if (run.kind === 'detector') await showDetector(run);
  }
}

async function showAgent({ directory }: DqnRun): Promise<void> {
  const out = join(directory, 'replay.webp');
  if (!(await exists(out))) await recordReplay({ path: directory }, { out, seed: EPISODE_SEED });
}

async function showDetector({ directory, result }: DetectorRun): Promise<void> {
  const out = join(directory, 'detections', `${result.evaluation.split}.webp`);
  if (await exists(out)) return;
  const { detectionSheet, loadDetector, openDataset } = await import('@rectify/vision');
  const detector = await loadDetector(directory);
  try {
    const dataset = await openDataset(result.data);
    const { split } = result.evaluation;
    const { length } = await dataset.split(split);
    const indices = Array.from({ length: Math.min(SHOWN_PICTURES, length) }, (_, index) => index);
    await writeWholeFile(out, await detectionSheet(detector, { dataset, split, indices }));
  } finally {
    await detector.dispose();
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
