// Pictures of runs, put into the page as data URIs so that it stays one file.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { primaryScoreOf } from '../runs/metrics.js';
import type { Run } from '../runs/readRuns.js';
import { typicalFirst } from '../summary/typicalFirst.js';

/** A picture from a run directory. */
export interface Picture {
  readonly activation: string;
  readonly seed: number;
  /** The run's primary metric. */
  readonly score: number;
  /** File below the run directory. */
  readonly name: string;
  readonly dataUri: string;
}

/** The most images with detections that are shown for an arm. */
const imagesPerArm = 4;

/** The replay of an arm's typical agent; empty if no run of the arm has one. */
export async function replayOf(runs: readonly Run[]): Promise<Picture[]> {
  for (const run of typicalFirst(runs)) {
    const picture = await readPicture(run, 'replay.webp');
    if (picture) return [picture];
  }
  return [];
}

/** Detections of an arm's typical detector, truth beside prediction; empty if no run of the arm has any. */
export async function detectionsOf(runs: readonly Run[]): Promise<Picture[]> {
  for (const run of typicalFirst(runs)) {
    const names = (await filesIn(join(run.directory, 'detections'))).filter((name) => name.endsWith('.webp'));
    const pictures = await Promise.all(
      names.slice(0, imagesPerArm).map((name) => readPicture(run, join('detections', name))),
    );
    if (names.length > 0) return pictures.flatMap((picture) => picture ?? []);
  }
  return [];
}

async function readPicture(run: Run, name: string): Promise<Picture | undefined> {
  try {
    const bytes = await readFile(join(run.directory, name));
    const { activation, seed } = run.result;
    return {
      activation,
      seed,
      score: primaryScoreOf(run),
      name,
      dataUri: `data:image/webp;base64,${bytes.toString('base64')}`,
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function filesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
