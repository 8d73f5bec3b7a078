// A Layers model of TensorFlow.js as a model: its layers are applied one after another, its weights are the initial
// numbers.
import type { Value } from '../../graph/value.js';
import type { Layer } from '../../layers/layer.js';
import { createModel, type Model } from '../../model.js';
import { ModelFileError } from '../modelFileError.js';
import { type StoredTensor, StoredWeights } from '../storedWeights.js';
import { importedLayers } from './importedLayers.js';
import { record } from './json.js';
import { inOrder, KerasSite, type KerasTensor } from './kerasSite.js';
import { type KerasLayer, readTopology, type Topology } from './topology.js';
import { readManifest, readWeights, type WeightGroup } from './weightsManifest.js';

/** A `model.json`, read but not yet joined with its weights. */
export interface LayersModelFile {
  readonly topology: Topology;
  readonly groups: readonly WeightGroup[];
}

/**
 * Makes a model of the files of a Layers model, as TensorFlow.js, Keras converters and `exportLayersModel` write them.
 * Input and output keep their axes: a model with channels last takes [batch, height, width, channels]. Weights are
 * parameters, the moments of batch normalisation statistics, and what is not trainable stays as it is.
 *
 * @param files - `model.json` and the weight files that it names
 * @throws ModelFileError if a file breaks the format, or naming the layer that is not read
 * @example
 * const opened = importLayersModel(files);
 */
export function importLayersModel(files: ReadonlyMap<string, Uint8Array>, file = 'model.json'): Model {
  return ModelFileError.around(file, () => {
    const json = files.get('model.json');
    if (json === undefined) throw new RangeError('it was not given');
    const { topology, groups } = readLayersModelFile(json);
    const { shape: inputShape, type: inputType } = topology.input;
    return createModel(importedLayer(topology, readWeights(groups, files)), { inputShape, inputType });
  });
}

/**
 * Reads a `model.json`.
 *
 * @throws RangeError if it is none
 */
export function readLayersModelFile(bytes: Uint8Array): LayersModelFile {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new RangeError(`it is no JSON, or it is cut off (${(cause as Error).message})`, { cause });
  }
  const { format, modelTopology, weightsManifest } = record('model.json', content);
  if (format === 'graph-model') {
    throw new RangeError('it is a graph model; only Layers models are read: convert it from Keras instead');
  }
  return { topology: readTopology(modelTopology), groups: readManifest(weightsManifest) };
}

function importedLayer(
  { input, layers, output }: Topology,
  weights: ReadonlyMap<string, StoredTensor>,
): Layer {
  const weightsOf = distribute(layers, weights);
  return {
    kind: 'keras',
    apply: (value, scope) => {
      const stored = new StoredWeights(scope);
      const tensors = new Map<string, KerasTensor>([[input.name, asFed(value)]]);
      for (const layer of layers) {
        const inputs = layer.inputs.map((name) => tensors.get(name) as KerasTensor);
        const site = new KerasSite(layer, inputs, { scope, stored, weights: weightsOf(layer) });
        tensors.set(layer.name, applyRow(site));
      }
      const result = tensors.get(output) as KerasTensor;
      return inOrder(
        result,
        result.axes.map((_, axis) => axis),
      ).value;
    },
  };
}

function asFed(value: Value): KerasTensor {
  return { value, axes: value.shape.map((_, axis) => axis) };
}

function applyRow(site: KerasSite): KerasTensor {
  const { className } = site.layer;
  const row = Object.hasOwn(importedLayers, className) ? importedLayers[className] : undefined;
  if (row === undefined) throw site.error('this class of layer is not read');
  try {
    return row(site);
  } catch (cause) {
    const { message } = cause as Error;
    throw message.startsWith('layer "') ? cause : site.error(message);
  }
}

/** The weights of each layer by Keras's name for them: those named LAYER/kernel, or with a scope around that. */
function distribute(layers: readonly KerasLayer[], weights: ReadonlyMap<string, StoredTensor>) {
  const found = new Map<string, Map<string, StoredTensor>>(layers.map(({ name }) => [name, new Map()]));
  for (const tensor of weights.values()) {
    const parts = tensor.name.replace(/:0$/, '').split('/');
    const role = parts.pop() ?? '';
    const owner = found.get(parts.join('/')) ?? found.get(parts.findLast((part) => found.has(part)) ?? '');
    if (owner === undefined) throw new RangeError(`weight "${tensor.name}" belongs to no layer`);
    owner.set(role, tensor);
  }
  return ({ name }: KerasLayer): ReadonlyMap<string, StoredTensor> => found.get(name) ?? new Map();
}
