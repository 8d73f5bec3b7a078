import { type LoadOptions, loadNetwork, saveNetwork } from '../network/networkFiles.js';
import { buildClassifier, type Classifier, type ClassifierDescription } from './classifier.js';

const KIND = 'classifier';

/**
 * Saves a classifier, in training or not; each file replaces the one before as a whole.
 *
 * @example
 * ```ts
 * await saveClassifier(classifier, 'runs/one');
 * const loaded = await loadClassifier('runs/one');
 * ```
 *
 * @param directory - an existing folder
 * @throws TensorFileError if a file cannot be written
 */
export async function saveClassifier(classifier: Classifier, directory: string): Promise<void> {
  const { description, network } = classifier;
  await saveNetwork(directory, {
    kind: KIND,
    description,
    file: network.tensors(),
    onnx: classifier.toOnnx(),
  });
}

/**
 * Loads a classifier; `train` goes on where it was saved.
 *
 * @throws CheckpointError if the folder holds no classifier, or one with other activations
 * @throws TensorFileError if the weights cannot be read
 */
export async function loadClassifier(directory: string, options: LoadOptions = {}): Promise<Classifier> {
  const reader = { kind: KIND, read: readDescription };
  const { description, engine, file } = await loadNetwork(directory, reader, options);
  const classifier = buildClassifier(description, engine);
  await classifier.network.restore(file, { allowOtherActivations: options.allowOtherActivation ?? false });
  return classifier;
}

function readDescription(content: ClassifierDescription): ClassifierDescription {
  const { network, stageChannels, activation, seed } = content;
  return { network, stageChannels, activation, seed };
}
