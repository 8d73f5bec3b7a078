import { type LoadOptions, loadNetwork, saveNetwork } from '../network/networkFiles.js';
import { buildDetector, type Detector, type DetectorDescription } from './detector.js';
import { DETECTOR_PRESETS } from './presets.js';
import { viewCount } from './viewCount.js';

const KIND = 'detector';

/**
 * Saves a detector, in training or not; each file replaces the one before as a whole.
 *
 * @example
 * ```ts
 * await saveDetector(detector, 'runs/one');
 * const loaded = await loadDetector('runs/one');
 * ```
 *
 * @param directory - an existing folder
 * @throws TensorFileError if a file cannot be written
 */
export async function saveDetector(detector: Detector, directory: string): Promise<void> {
  const { description, network } = detector;
  await saveNetwork(directory, {
    kind: KIND,
    description,
    file: network.tensors(),
    onnx: detector.toOnnx(),
  });
}

/**
 * Loads a detector; `train` goes on where it was saved.
 *
 * @throws CheckpointError if the folder holds no detector, or one with other activations
 * @throws TensorFileError if the weights cannot be read
 */
export async function loadDetector(directory: string, options: LoadOptions = {}): Promise<Detector> {
  const reader = { kind: KIND, read: readDescription };
  const { description, engine, file } = await loadNetwork(directory, reader, options);
  const detector = buildDetector(description, engine);
  await detector.network.restore(file, { allowOtherActivations: options.allowOtherActivation ?? false });
  return detector;
}

/** What was saved before there were views looked at a picture once. */
type SavedDescription = Omit<DetectorDescription, 'views'> & { readonly views?: number };

function readDescription(content: SavedDescription): DetectorDescription {
  const { classes, activation, seed, preset, architecture, views = 1 } = content;
  const missing = Object.keys(DETECTOR_PRESETS.photographs.architecture).find(
    (name) => !Object.hasOwn(architecture, name),
  );
  if (missing !== undefined)
    throw new Error(`another version saved it, without "${missing}"; train it again`);
  return { classes, activation, seed, preset, architecture, views: viewCount(views) };
}
