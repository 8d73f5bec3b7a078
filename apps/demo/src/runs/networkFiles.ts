// The trained network of a run as files for other programs.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAgent } from '@rectify/dqn';
import { loadClassifier, loadDetector } from '@rectify/vision';
import { CommandError } from '../failure.js';
import type { FinishedRun } from './finishedRun.js';
import { RUN_FILES } from './runConfig.js';

const LOADERS = { dqn: loadAgent, detector: loadDetector, classifier: loadClassifier } as const;

/**
 * The files by name, in the order in which they are to be written.
 *
 * @throws CommandError if the run's own file can't be read
 */
export async function networkFiles(
  run: FinishedRun,
  format: 'onnx' | 'tfjs',
): Promise<ReadonlyMap<string, Uint8Array>> {
  if (format === 'onnx')
    return new Map([[RUN_FILES.model, await readModel(join(run.path, RUN_FILES.model))]]);
  const trained = await LOADERS[run.config.kind](run.path);
  try {
    return trained.toLayersModel();
  } finally {
    await trained.dispose();
  }
}

async function readModel(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new CommandError(`cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}
