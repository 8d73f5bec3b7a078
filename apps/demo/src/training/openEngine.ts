import { createEngine, type Engine } from '@rectify/nn';
import { UsageError } from '../failure.js';
import type { RunEngine } from '../runs/runConfig.js';
import type { TrainingMeans } from './openTraining.js';

/** Opens the engine of a training. */
export function openEngine(name: RunEngine, { threads = 1 }: TrainingMeans): Promise<Engine> {
  return name === 'onnx' ? createEngine(name, { threads }) : createEngine(name);
}

/** @throws UsageError if the engine is told how many threads to take and decides that itself */
export function requireThreads(name: RunEngine, { threads }: TrainingMeans): void {
  if (threads !== undefined && name !== 'onnx')
    throw new UsageError(`--threads is for the engine onnx; ${name} chooses for itself: leave --threads out`);
}
