import { createEngine, type Engine } from '@rectify/nn';
import { UsageError } from '../failure.js';
import type { RunOptions } from '../runs/runConfig.js';

/** What of a run's options chooses what computes it. */
type EngineChoice = Pick<RunOptions, 'engine' | 'threads'>;

/** Opens the engine of a training. */
export function openEngine({ engine, threads = 1 }: EngineChoice): Promise<Engine> {
  return engine === 'onnx' ? createEngine(engine, { threads }) : createEngine(engine);
}

/** @throws UsageError if the engine is told how many threads to take and decides that itself */
export function requireThreads({ engine, threads }: EngineChoice): void {
  if (threads !== undefined && engine !== 'onnx')
    throw new UsageError(
      `--threads is for the engine onnx; ${engine} chooses for itself: leave --threads out`,
    );
}
