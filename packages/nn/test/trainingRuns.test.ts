// Whole training runs against PyTorch's: same start, same batches, same losses and weights at the end.
import { assertAllClose, type GoldenTensor, golden } from '@rectify/golden';
import { describe, it } from 'vitest';
import { createEngine, ENGINES, type EngineName } from '../src/index.js';
import {
  experiments,
  type Recording,
  type Repetition,
  type Run,
  recordedBatch,
  recordedTrainer,
} from './recordedTraining.js';

async function replay(engineName: EngineName, repetition: Repetition) {
  const { recording, run, experiment } = repetition;
  const { header } = recording;
  const trainer = await recordedTrainer(await createEngine(engineName), repetition);
  const precision = engineName === 'reference' ? 'float64' : 'float32';
  const weights = header.tolerance[precision === 'float64' ? 'float64' : 'float32_weights'];
  const compareWeights = (expected: Run['final'], when: string): void => {
    const actual = trainer.state.parameters.read();
    for (const { name, offset } of trainer.model.parameters) {
      const { data } = expected[experiment.names[name] as string] as GoldenTensor;
      const what = `${experiment.file} ${run.activation}: ${name} ${when}`;
      assertAllClose(actual.subarray(offset, offset + data.length), data, { tolerance: weights, what });
    }
  };
  const losses: number[] = [];
  for (let step = 0; step < run.losses.length; step++) {
    const { loss } = await trainer.step(recordedBatch(recording, step));
    losses.push(loss);
    if (step === 0) compareWeights(run.after_step1, 'after the first step');
  }
  const what = `${experiment.file} ${run.activation}: losses`;
  assertAllClose(losses, run.losses, { tolerance: header.tolerance[precision], what });
  compareWeights(run.final, 'at the end');
  await trainer.dispose();
}

describe.each(ENGINES)('on the %s engine', (engineName) => {
  for (const experiment of experiments) {
    const recording = golden<Recording>(experiment.file);
    it.each(recording.runs.map((run) => [run.activation, run] as const))(
      `repeats PyTorch's run of ${experiment.file} with %s`,
      (_, run) => replay(engineName, { recording, run, experiment }),
    );
  }
});
