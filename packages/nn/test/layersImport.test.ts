// Models made of Layers models: our own, and those that TensorFlow.js saves.
import '@tensorflow/tfjs-backend-cpu';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '../src/files.js';
import {
  activation,
  batchNorm,
  compileTrainer,
  conv2d,
  createEngine,
  createModelState,
  dense,
  depthwiseConv2d,
  exportLayersModel,
  flatten,
  identity,
  importLayersModel,
  type LayersModelFiles,
  learnedSlopes,
  type Model,
  maxPool,
  parallel,
  randomStream,
  reduceMean,
  residual,
  sequential,
  sgd,
  sizeOf,
  upsample,
} from '../src/index.js';
import { batchOf, expectClose, initialOutputs, learnsSomething, outputs, trained } from './exportedModels.js';

const inputShape = [2, 4, 6];

const ours: Readonly<Record<string, Model>> = {
  'an MLP': sequential(
    [dense(5), activation('leaky_relu:0.1'), dense(4), activation('prelu'), dense(2), activation('gelu')],
    { inputShape: [3] },
  ),
  'a CNN': sequential(
    [
      conv2d(4, { stride: 2, bias: false }),
      batchNorm(),
      activation('prelu'),
      residual(sequential([conv2d(4), activation('elu')])),
      parallel([identity(), sequential([conv2d(3, { kernel: 1 }), activation('silu')])]),
      upsample(2),
      depthwiseConv2d({ multiplier: 2 }),
      conv2d(3, { padding: 'valid' }),
      activation('prelu:0.3,shared'),
      maxPool(2),
      flatten(),
      dense(2),
    ],
    { inputShape },
  ),
};

const named = ({ parameters, statistics }: Model) =>
  [...parameters, ...statistics].map(({ name, shape }) => [name, [...shape]]).sort();

describe.each(Object.entries(ours))('%s, exported as a Layers model and imported', (_, model) => {
  it('has the same outputs, parameters, statistics and activations', async () => {
    const state = await trained(model);
    const imported = importLayersModel(exportLayersModel(model, state));
    const x = batchOf(model, 3);
    const expected = await outputs(model, x, { batchSize: 3, state });
    expectClose(await initialOutputs(imported, x, 3), expected);
    expect(named(imported)).toEqual(named(model));
    expect(imported.activations.map(({ activation }) => activation.split(':')[0])).toEqual(
      model.activations.map(({ activation }) => activation.split(':')[0]),
    );
  });

  it('can be trained on', async () => {
    await learnsSomething(importLayersModel(exportLayersModel(model, await trained(model))));
  });
});

/** Saves a model as TensorFlow.js does, its weights cut into files of a few bytes. */
async function saved(model: layers.LayersModel, shardBytes = 100): Promise<LayersModelFiles> {
  const files = new Map<string, Uint8Array>();
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      const bytes = new Uint8Array(weightData as ArrayBuffer);
      const count = Math.max(1, Math.ceil(bytes.length / shardBytes));
      const paths = Array.from({ length: count }, (_, index) => `shard${index}.bin`);
      paths.forEach((path, index) => {
        files.set(path, bytes.slice(index * shardBytes, (index + 1) * shardBytes));
      });
      const weightsManifest = [{ paths, weights: weightSpecs }];
      files.set('model.json', new TextEncoder().encode(JSON.stringify({ modelTopology, weightsManifest })));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  return files;
}

/** Draws every weight anew, those included that start at zero or one. */
function withRandomWeights(model: layers.LayersModel): layers.LayersModel {
  const random = randomStream(3);
  model.setWeights(
    model.getWeights().map(({ shape }) => {
      const numbers = Float32Array.from({ length: sizeOf(shape) }, () => 0.2 + Math.abs(random.normal()) / 2);
      return tf.tensor(numbers, shape);
    }),
  );
  return model;
}

const maps = { inputShape: [6, 8, 2] };

const theirs: Readonly<Record<string, () => layers.LayersModel>> = {
  'a sequential MLP': () =>
    layers.sequential({
      layers: [
        layers.layers.dense({ units: 5, inputShape: [3], activation: 'relu' }),
        layers.layers.dropout({ rate: 0.5 }),
        layers.layers.dense({ units: 4, useBias: false }),
        layers.layers.batchNormalization({ scale: false }),
        layers.layers.prelu(),
        layers.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    }),
  'a sequential CNN': () =>
    layers.sequential({
      layers: [
        layers.layers.conv2d({
          filters: 3,
          kernelSize: 3,
          padding: 'same',
          strides: 2,
          activation: 'swish',
          ...maps,
        }),
        layers.layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 2 }),
        layers.layers.batchNormalization(),
        layers.layers.prelu({ sharedAxes: [1, 2] }),
        layers.layers.averagePooling2d({ poolSize: 2, strides: 1, padding: 'same' }),
        layers.layers.flatten(),
        layers.layers.dense({ units: 2, activation: 'mish' }),
      ],
    }),
  'a network with branches': () => {
    const input = layers.input({ shape: maps.inputShape });
    const left = layers.layers.conv2d({ filters: 2, kernelSize: 1 }).apply(input);
    const padded = layers.layers
      .zeroPadding2d({
        padding: [
          [1, 0],
          [2, 1],
        ],
      })
      .apply(input);
    const cropped = layers.layers
      .cropping2D({
        cropping: [
          [0, 1],
          [3, 0],
        ],
      })
      .apply(padded);
    const sum = layers.layers.add().apply([left as layers.SymbolicTensor, cropped as layers.SymbolicTensor]);
    const pooled = layers.layers.maxPooling2d({ poolSize: 2 }).apply(sum);
    const enlarged = layers.layers.upSampling2d({ size: [2, 2] }).apply(pooled);
    const both = [enlarged, left] as layers.SymbolicTensor[];
    const joined = layers.layers.concatenate().apply(both);
    const product = layers.layers.multiply().apply([joined, joined] as layers.SymbolicTensor[]);
    const mean = layers.layers.globalAveragePooling2d({}).apply(product) as layers.SymbolicTensor;
    return layers.model({ inputs: input, outputs: mean });
  },
  'slopes of their own for each position': () =>
    layers.sequential({ layers: [layers.layers.prelu(maps), layers.layers.permute({ dims: [3, 1, 2] })] }),
  'maps with channels first': () =>
    layers.sequential({
      layers: [
        layers.layers.maxPooling2d({ poolSize: 2, dataFormat: 'channelsFirst', ...maps }),
        layers.layers.flatten({ dataFormat: 'channelsFirst' }),
        layers.layers.reshape({ targetShape: [-1, 2] }),
        layers.layers.dense({ units: 2 }),
      ],
    }),
  ...Object.fromEntries(
    ['elu', 'selu', 'relu6', 'gelu', 'softplus', 'sigmoid', 'tanh', 'linear'].map((name) => [
      `the activation ${name}`,
      () =>
        layers.sequential({
          layers: [layers.layers.dense({ units: 4, inputShape: [3], activation: name as 'elu' })],
        }),
    ]),
  ),
};

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(Object.entries(theirs))('%s of TensorFlow.js', (_, make) => {
  it('gives the outputs of TensorFlow.js and can be trained on', async () => {
    const original = withRandomWeights(make());
    const model = importLayersModel(await saved(original));
    const x = Float32Array.from(batchOf(model, 3));
    const expected = original.predict(tf.tensor(x, [3, ...model.inputShape])) as tf.Tensor;
    expect([3, ...model.outputShape]).toEqual(expected.shape);
    expectClose(await initialOutputs(model, x, 3), Array.from(expected.dataSync()));
    if (model.parameterCount > 0) await learnsSomething(model);
  });
});

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

it('is loaded from files, and its learned slopes are found', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rectify-'));
  folders.push(folder);
  const model = ours['an MLP'] as Model;
  for (const [name, content] of exportLayersModel(model, await trained(model))) {
    writeFileSync(join(folder, name), content);
  }
  const loaded = await loadModel(join(folder, 'model.json'));
  const state = createModelState(await createEngine('onnx'), loaded);
  expect(learnedSlopes(loaded, state)).toMatchObject([{ layer: '3.prelu' }]);
});

it('keeps what is not trainable as it is', async () => {
  const original = layers.sequential({
    layers: [
      layers.layers.dense({ units: 3, inputShape: [2], trainable: false }),
      layers.layers.dense({ units: 1, name: 'head' }),
    ],
  });
  const model = importLayersModel(await saved(original));
  expect(model.parameters.map(({ name }) => name)).toEqual(['head.weight', 'head.bias']);
});

it('trains batch normalisation on: the running moments move', async () => {
  const original = layers.sequential({
    layers: [layers.layers.batchNormalization({ inputShape: [2], momentum: 0.5 })],
  });
  const model = importLayersModel(await saved(original));
  const trainer = await compileTrainer(await createEngine('onnx'), {
    model,
    optimizer: sgd({ learningRate: 0 }),
    batchSize: 2,
    inputs: { x: [2] },
    loss: ({ predict, x }) => reduceMean(predict(x)),
  });
  await trainer.step({ x: Float32Array.of(1, 10, 3, 30) });
  // Half of the way to the means 2 and 20 and the unbiased variances 2 and 200.
  expect(Array.from(trainer.state.statistics.read())).toEqual([1, 10, 1.5, 100.5]);
});

const half = (bits: number): number[] => [bits & 255, bits >> 8];

it.each([
  ['uint8', [0, 10, 20, 30], { dtype: 'uint8', scale: 0.5, min: -1 }, [-1, 4, 9, 14]],
  ['uint16', [0, 0, 0, 1, 1, 0, 2, 0], { dtype: 'uint16', scale: 0.25, min: 0 }, [0, 64, 0.25, 0.5]],
  [
    'float16',
    [0x3c00, 0xc000, 0x0001, 0x3555].flatMap(half),
    { dtype: 'float16' },
    [1, -2, 2 ** -24, 0.333251953125],
  ],
])('reads weights that are stored as %s', async (_, bytes, quantization, numbers) => {
  const original = layers.sequential({
    layers: [layers.layers.dense({ units: 1, inputShape: [4], useBias: false })],
  });
  const files = new Map(await saved(original));
  const content = JSON.parse(new TextDecoder().decode(files.get('model.json')));
  content.weightsManifest[0].weights[0].quantization = quantization;
  files.set('model.json', new TextEncoder().encode(JSON.stringify(content)));
  files.set('shard0.bin', Uint8Array.from(bytes));
  const model = importLayersModel(files);
  expect(Array.from(createModelState(await createEngine('reference'), model).parameters.read())).toEqual(
    numbers,
  );
});
