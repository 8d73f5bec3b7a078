// The two exports of one network against each other, each opened by the library that it is for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadTensorflow } from '@rectify/nn/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Where the exports lie, and the TensorFlow.js backend to compute with. */
export interface Exports {
  readonly onnx: string;
  readonly layersModel: string;
  readonly backend: 'cpu' | 'wasm';
}

/**
 * The largest difference of the outputs for a batch of each size, relative to the largest output of its channel or 1.
 * Single precision allows no less: a box of 1000 pixels is an exponential of what the last convolution makes.
 */
export async function compareExports(
  { onnx, layersModel, backend }: Exports,
  batchSizes: readonly number[],
): Promise<number[]> {
  (await loadTensorflow({ backend })).activate();
  const session = await InferenceSession.create(onnx);
  const model = await openLayersModel(layersModel);
  const differences = [];
  for (const batchSize of batchSizes) differences.push(await difference(session, model, batchSize));
  model.dispose();
  await session.release();
  return differences;
}

async function openLayersModel(folder: string): Promise<LayersModel> {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as {
    modelTopology: object;
    weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
  };
  const shards = weightsManifest.flatMap(({ paths }) =>
    paths.map((path) => readFileSync(join(folder, path))),
  );
  return loadLayersModel(
    tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest.flatMap(({ weights }) => weights),
      weightData: new Uint8Array(Buffer.concat(shards)).buffer,
    }),
  );
}

async function difference(session: InferenceSession, model: LayersModel, batchSize: number): Promise<number> {
  const [description] = session.inputMetadata;
  if (description === undefined || !description.isTensor) throw new Error('the model has no tensor as input');
  const dims = [batchSize, ...description.shape.slice(1)].map(Number);
  const size = dims.reduce((product, length) => product * length, 1);
  // Any numbers will do; these fill the range of a byte.
  const x = Uint8Array.from({ length: size }, (_, index) => (index * 97 + (index >> 5)) % 256);
  const isBytes = description.type === 'uint8';
  const numbers = isBytes ? x : Float32Array.from(x, (byte) => byte / 128 - 1);
  const input = isBytes
    ? new Tensor('uint8', x, dims)
    : new Tensor('float32', Float32Array.from(numbers), dims);
  const { output } = await session.run({ input });
  const found = tf.tidy(() => {
    const prediction = model.predict(tf.tensor(Float32Array.from(numbers), dims)) as tf.Tensor;
    return { shape: prediction.shape, data: prediction.dataSync() };
  });
  if (output?.dims.join() !== found.shape.join()) return Number.POSITIVE_INFINITY;
  return largestDifference(output.data as Float32Array, found.data, found.shape);
}

function largestDifference(
  expected: ArrayLike<number>,
  found: ArrayLike<number>,
  [, channels = 1, ...positions]: readonly number[],
): number {
  const mapSize = positions.reduce((product, length) => product * length, 1);
  const largest = new Array<number>(channels).fill(1);
  const differences = new Array<number>(channels).fill(0);
  Array.from(expected).forEach((number, index) => {
    const channel = Math.floor(index / mapSize) % channels;
    const difference = Math.abs(number - Number(found[index]));
    largest[channel] = Math.max(largest[channel] as number, Math.abs(number));
    differences[channel] = Math.max(differences[channel] as number, difference);
  });
  return Math.max(...differences.map((difference, channel) => difference / (largest[channel] as number)));
}
