// Two libraries that share no kernel train the same network from the same start: their losses must stay together.
import { assertAllClose, golden } from '@rectify/golden';
import { describe, it } from 'vitest';
import {
  activation,
  adam,
  batchNorm,
  compileTrainer,
  conv2d,
  createEngine,
  dense,
  type Engine,
  globalAveragePool,
  maxPool,
  sequential,
  softmaxCrossEntropy,
} from '../src/index.js';
import { randomStream } from '../src/random.js';
import { loadTfjsNode, TENSORFLOW_BACKENDS } from '../src/tensorflow.js';
import { experiments, type Recording, recordedBatch, recordedTrainer } from './recordedTraining.js';

const STEPS = 100;
const TOLERANCE = { rtol: 1e-4, atol: 0 };

type Train = (engine: Engine) => Promise<number[]>;

const [mlp] = experiments.filter(({ file }) => file === 'mlp_training');
const recording = golden<Recording>('mlp_training');

const networks: readonly (readonly [string, Train])[] = [
  ...recording.runs.map((run): [string, Train] => [
    `the recorded network with ${run.activation}`,
    async (engine) => {
      if (mlp === undefined) throw new Error('mlp_training is not among the recorded networks');
      const trainer = await recordedTrainer(engine, { recording, run, experiment: mlp });
      return lossesOf(trainer, (step) => recordedBatch(recording, step));
    },
  ]),
  ['a convolutional network with batch normalisation', trainConvolutions],
];

async function lossesOf<Batch>(
  trainer: { step(batch: Batch): Promise<{ readonly loss: number }>; dispose(): Promise<void> },
  batchAt: (step: number) => Batch,
): Promise<number[]> {
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) losses.push((await trainer.step(batchAt(step))).loss);
  await trainer.dispose();
  return losses;
}

const [batchSize, side, classes] = [8, 12, 4];

async function trainConvolutions(engine: Engine): Promise<number[]> {
  const layers = [
    conv2d(6, { stride: 2, bias: false }),
    batchNorm(),
    activation('leaky_relu:0.1'),
    conv2d(8, { bias: false }),
    batchNorm(),
    activation('prelu'),
    maxPool(2),
    globalAveragePool(),
    dense(classes),
  ];
  const inputShape = [2, side, side];
  const trainer = await compileTrainer(engine, {
    model: sequential(layers, { inputShape, seed: 5 }),
    optimizer: adam({ learningRate: 1e-3 }),
    batchSize,
    inputs: { x: inputShape, y: { shape: [], type: 'int32' } },
    loss: ({ predict, x, y }) => softmaxCrossEntropy(predict(x), y),
  });
  const random = randomStream(11).split('pictures');
  return lossesOf(trainer, () => ({
    x: Float32Array.from({ length: batchSize * 2 * side * side }, () => random.normal()),
    y: Int32Array.from({ length: batchSize }, () => random.integer(classes)),
  }));
}

describe.each(TENSORFLOW_BACKENDS)('TensorFlow on the backend %s agrees with ONNX Runtime', (backend) => {
  for (const [name, train] of networks) {
    it(`over ${STEPS} steps of ${name}`, async ({ skip }) => {
      const absence = backend === 'native' ? loadTfjsNode().absence : undefined;
      if (absence !== undefined) skip(`tfjs-node does not load: ${absence}`);
      const expected = await train(await createEngine('onnx', { threads: 1 }));
      const actual = await train(await createEngine('tensorflow', { backend }));
      assertAllClose(actual, expected, { tolerance: TOLERANCE, what: 'loss of step' });
    });
  }
});
