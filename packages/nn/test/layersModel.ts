// Opens the files of a Layers model with TensorFlow.js, as a user would.
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import type { LayersModelFiles } from '../src/index.js';

/** The model in TensorFlow.js; whoever opens it disposes it. */
export async function openLayersModel(files: LayersModelFiles): Promise<LayersModel> {
  const { modelTopology, weightsManifest, userDefinedMetadata } = JSON.parse(
    new TextDecoder().decode(files.get('model.json')),
  ) as {
    modelTopology: object;
    weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
    userDefinedMetadata: Record<string, string>;
  };
  const shards = weightsManifest.flatMap(({ paths }) => paths.map((path) => files.get(path) as Uint8Array));
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const weightData = new Uint8Array(Buffer.concat(shards)).buffer;
  await tf.setBackend('cpu');
  return loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData, userDefinedMetadata }));
}

/** The output for a batch, with its shape. */
export function predictWith(
  model: LayersModel,
  x: ArrayLike<number>,
  shape: readonly number[],
): { readonly data: Float32Array; readonly shape: readonly number[] } {
  return tf.tidy(() => {
    const output = model.predict(tf.tensor(Float32Array.from(x), [...shape])) as tf.Tensor;
    return { data: output.dataSync<'float32'>(), shape: output.shape };
  });
}
