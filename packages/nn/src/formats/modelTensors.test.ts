import { describe, expect, it } from 'vitest';
import { movingAverage } from '../copies.js';
import { createEngine, ENGINES, type EngineName } from '../engines/createEngine.js';
import { activation } from '../layers/activation.js';
import { batchNorm } from '../layers/batchNorm.js';
import { sequential } from '../layers/composition.js';
import { dense } from '../layers/dense.js';
import { meanSquaredError } from '../losses/regression.js';
import { createModelState } from '../modelState.js';
import { adam } from '../optimizers/adam.js';
import { linearSchedule } from '../optimizers/schedules.js';
import { compileTrainer } from '../trainer.js';
import {
  CheckpointError,
  modelTensors,
  restoreModel,
  restoreTrainer,
  trainerTensors,
} from './modelTensors.js';
import { readSafetensors, type TensorFile, writeSafetensors } from './safetensors.js';

const network = (spec: string, seed = 0) =>
  sequential([dense(4), batchNorm(), activation(spec), dense(1)], { inputShape: [2], seed });

/** A trainer with every kind of state: parameters, statistics, slots, copies, a schedule. */
async function newTrainer(engineName: EngineName, { spec = 'prelu', seed = 0 } = {}) {
  return compileTrainer(await createEngine(engineName), {
    model: network(spec, seed),
    optimizer: adam({ learningRate: linearSchedule({ initial: 0.01, final: 0.001, steps: 20 }) }),
    batchSize: 4,
    inputs: { x: [2], y: [1] },
    copies: { target: 'frozen', average: movingAverage(0.9) },
    loss: ({ predict, target, average, x, y }) => ({
      loss: meanSquaredError(predict(x), y),
      drift: meanSquaredError(average(x), target(x)),
    }),
  });
}

type NetworkTrainer = Awaited<ReturnType<typeof newTrainer>>;

async function train(trainer: NetworkTrainer, steps: number): Promise<number[]> {
  const metrics: number[] = [];
  for (let step = 0; step < steps; step++) {
    const phase = trainer.updates;
    const x = Float32Array.from({ length: 8 }, (_, index) => Math.sin(index + phase));
    const y = Float32Array.from({ length: 4 }, (_, index) => Math.cos(index + phase));
    const { loss, drift = Number.NaN } = await trainer.step({ x, y });
    if (trainer.updates === 5) trainer.copyParameters('target');
    metrics.push(loss, drift);
  }
  return metrics;
}

const contentOf = ({ state, variables }: NetworkTrainer) =>
  Object.entries({ ...state, ...variables }).map(([name, variable]) => [name, [...variable.read()]]);

/** The file with one of its parts replaced, or removed by `undefined`. */
function altered(
  file: TensorFile,
  tensors: Record<string, TensorFile['tensors'][string] | undefined>,
): TensorFile {
  const kept = Object.entries({ ...file.tensors, ...tensors }).filter(([, tensor]) => tensor !== undefined);
  return { tensors: Object.fromEntries(kept) as TensorFile['tensors'], metadata: file.metadata };
}

describe.each(ENGINES)('checkpoints on the %s engine', (engineName) => {
  it('resume bit for bit, through a file', async () => {
    const uninterrupted = await newTrainer(engineName);
    await train(uninterrupted, 10);
    const file = writeSafetensors(trainerTensors(uninterrupted));
    const metrics = await train(uninterrupted, 10);

    const resumed = await newTrainer(engineName, { seed: 99 });
    restoreTrainer(resumed, readSafetensors(file));
    expect(resumed.updates).toBe(10);
    expect(await train(resumed, 10)).toEqual(metrics);
    expect(contentOf(resumed)).toEqual(contentOf(uninterrupted));
  });

  it('change nothing unless everything fits', async () => {
    const saved = trainerTensors(await newTrainer(engineName, { seed: 99 }));
    const trainer = await newTrainer(engineName);
    await train(trainer, 3);
    const before = contentOf(trainer);
    const data = new Float32Array(3);
    for (const name of Object.keys(saved.tensors)) {
      expect(() => restoreTrainer(trainer, altered(saved, { [name]: undefined }))).toThrow(
        new CheckpointError(`checkpoint: tensor "${name}" is missing`),
      );
      expect(() => restoreTrainer(trainer, altered(saved, { [name]: { shape: [3, 1], data } }))).toThrow(
        CheckpointError,
      );
    }
    expect(contentOf(trainer)).toEqual(before);
    expect(trainer.updates).toBe(3);
  });
});

describe('modelTensors', () => {
  it('names every tensor, with its shape', async () => {
    const model = network('prelu');
    const { tensors, metadata } = modelTensors(model, createModelState(await createEngine('onnx'), model));
    const shapes = Object.entries(tensors).map(([name, { shape }]) => [name, shape]);
    expect(Object.fromEntries(shapes)).toEqual({
      '0.dense.weight': [4, 2],
      '0.dense.bias': [4],
      '1.batchNorm.scale': [4],
      '1.batchNorm.offset': [4],
      '1.batchNorm.mean': [4],
      '1.batchNorm.variance': [4],
      '2.prelu.slope': [4],
      '3.dense.weight': [1, 4],
      '3.dense.bias': [1],
    });
    expect(metadata).toEqual({ activations: '[{"layer":"2.prelu","activation":"prelu:0.25"}]' });
  });
});

describe('restoreModel', () => {
  const stateOf = async (spec: string, seed = 0) => {
    const model = network(spec, seed);
    return { model, state: createModelState(await createEngine('onnx'), model) };
  };

  it('refuses weights of another activation unless that is asked for', async () => {
    const [leaky, relu] = [await stateOf('leaky_relu:0.1', 7), await stateOf('relu')];
    const saved = modelTensors(leaky.model, leaky.state);
    const before = [...relu.state.parameters.read()];
    expect(() => restoreModel(relu, saved)).toThrow(
      new CheckpointError(
        'checkpoint: the weights were trained with 1 x leaky_relu:0.1, the model uses 1 x relu; create the model with the same activation',
      ),
    );
    expect([...relu.state.parameters.read()]).toEqual(before);
    restoreModel(relu, saved, { allowOtherActivations: true });
    expect([...relu.state.parameters.read()]).toEqual([...leaky.state.parameters.read()]);
  });

  it('tells how often each activation stands in the model', async () => {
    const saved = await stateOf('relu');
    const model = sequential([dense(4), activation('relu'), dense(4), activation('relu')], {
      inputShape: [2],
    });
    const other = { model, state: createModelState(await createEngine('onnx'), model) };
    expect(() => restoreModel(other, modelTensors(saved.model, saved.state))).toThrow(
      'trained with 1 x relu, the model uses 2 x relu;',
    );
  });

  it('names the tensor that has another shape', async () => {
    const target = await stateOf('relu');
    const saved = modelTensors(target.model, target.state);
    const tensor = { shape: [2, 4], data: new Float32Array(8) };
    expect(() => restoreModel(target, altered(saved, { '0.dense.weight': tensor }))).toThrow(
      new CheckpointError('checkpoint: tensor "0.dense.weight" must have shape [4, 2], got [2, 4]'),
    );
  });

  it('refuses activations that it did not write', async () => {
    const target = await stateOf('relu');
    const { tensors } = modelTensors(target.model, target.state);
    for (const text of ['relu', '{"layer":"relu"}', '[null]']) {
      expect(() => restoreModel(target, { tensors, metadata: { activations: text } })).toThrow(
        new CheckpointError(
          `checkpoint: "activations" must be the list that modelTensors writes, got ${text}`,
        ),
      );
    }
  });
});

it.each([undefined, '', '-1', '1.5', 'ten'])('restoreTrainer refuses %j updates', async (updates) => {
  const trainer = await newTrainer('onnx');
  const { tensors, metadata } = trainerTensors(trainer);
  const saved = { tensors, metadata: { ...metadata, updates } as Record<string, string> };
  expect(() => restoreTrainer(trainer, saved)).toThrow(
    new CheckpointError(`checkpoint: "updates" must be an integer from 0 up, got "${updates ?? ''}"`),
  );
});
