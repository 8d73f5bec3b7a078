// The trained network as a TensorFlow.js Layers model: model.json with the layers, and its weights beside it.
import type { Shape } from '../graph/shape.js';
import type { Model } from '../model.js';
import type { ModelState } from '../modelState.js';
import { traceFrozen } from './frozenTrace.js';
import type { LayerWeight } from './keras/layerWriter.js';
import { lowerToLayers } from './keras/lowerToLayers.js';

/** Largest weight file, as the TensorFlow.js converter cuts them: browsers cache files of this size. */
const SHARD_BYTES = 4 * 1024 * 1024;

/** The files of a Layers model by name: the weights first, `model.json` last. */
export type LayersModelFiles = ReadonlyMap<string, Uint8Array>;

/**
 * The files that `tf.loadLayersModel` opens: layer `input` takes [batch, ...inputShape] with a batch of any size,
 * layer `output` gives [batch, ...outputShape]. Both have the axes of the model, as in `model.onnx`; between them the
 * channels are last. Bytes are fed as numbers from 0 to 255.
 *
 * @param metadata - facts for the reader of the file, beside the activations
 * @throws LayersExportError if TensorFlow.js has no layer for an operation
 * @example
 * const files = exportLayersModel(model, trainer.state, { task: 'multiplication' });
 */
export function exportLayersModel(
  model: Model,
  state: ModelState,
  metadata: Readonly<Record<string, string>> = {},
): LayersModelFiles {
  const { layers, weights } = lowerToLayers(traceFrozen(model, state));
  const shards = cutIntoShards(weights);
  const paths = shards.map((_, index) => `group1-shard${index + 1}of${shards.length}.bin`);
  const content = {
    format: 'layers-model',
    generatedBy: 'rectify',
    convertedBy: null,
    userDefinedMetadata: { ...metadata, activations: JSON.stringify(model.activations) },
    modelTopology: {
      class_name: 'Model',
      config: {
        name: 'rectify',
        layers,
        input_layers: [['input', 0, 0]],
        output_layers: [['output', 0, 0]],
      },
      keras_version: '2.15.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [{ paths, weights: weights.map(describe) }],
  };
  const json = new TextEncoder().encode(JSON.stringify(content));
  return new Map([
    ...paths.map((path, index) => [path, shards[index] as Uint8Array] as const),
    ['model.json', json],
  ]);
}

function describe({ name, shape }: LayerWeight): { name: string; shape: Shape; dtype: 'float32' } {
  return { name, shape, dtype: 'float32' };
}

function cutIntoShards(weights: readonly LayerWeight[]): Uint8Array[] {
  const bytes = new Uint8Array(weights.reduce((size, { data }) => size + data.byteLength, 0));
  let end = 0;
  for (const { data } of weights) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), end);
    end += data.byteLength;
  }
  const count = Math.max(1, Math.ceil(bytes.length / SHARD_BYTES));
  return Array.from({ length: count }, (_, index) =>
    bytes.slice(index * SHARD_BYTES, (index + 1) * SHARD_BYTES),
  );
}
