// A detector in a run directory: `checkpoint.safetensors` (weights, statistics, optimizer, updates),
// `checkpoint.json` (what to build before loading them) and `model.onnx` (for anybody else).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseActivation, printActivation } from '@rectify/activations';
import { CheckpointError, createEngine, type Engine } from '@rectify/nn';
import { readTensors, replaceFile, saveTensors } from '@rectify/nn/files';
import { buildDetector, type Detector, type DetectorDescription } from './detector.js';
import { DETECTOR_PRESETS } from './presets.js';

const TENSOR_FILE = 'checkpoint.safetensors';
const DESCRIPTION_FILE = 'checkpoint.json';
const ONNX_FILE = 'model.onnx';

/** How to load a detector. */
export interface LoadOptions {
  /** Threads inside one operation; default 1. */
  readonly threads?: number;
  /** Default a new `onnx` engine with `threads`. */
  readonly engine?: Engine;
  /** Put the weights under this activation instead of the one they were trained with; see `allowOtherActivation`. */
  readonly activation?: string;
  /** Saved weights belong to their activation: another one is an error unless this is true. Default false. */
  readonly allowOtherActivation?: boolean;
}

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
  const { tensors, metadata } = network.tensors();
  await saveTensors(join(directory, TENSOR_FILE), tensors, metadata);
  await replaceFile(join(directory, ONNX_FILE), detector.toOnnx());
  const content = JSON.stringify({ kind: 'detector', ...description }, null, 2);
  await replaceFile(join(directory, DESCRIPTION_FILE), `${content}\n`);
}

/**
 * Loads a detector; `train` goes on where it was saved.
 *
 * @throws CheckpointError if the folder holds no detector, or one with other activations
 * @throws TensorFileError if the weights cannot be read
 */
export async function loadDetector(directory: string, options: LoadOptions = {}): Promise<Detector> {
  const saved = await readDescription(join(directory, DESCRIPTION_FILE));
  const file = await readTensors(join(directory, TENSOR_FILE));
  const activation = options.activation ?? saved.activation;
  const description = { ...saved, activation: printActivation(parseActivation(activation)) };
  const engine = options.engine ?? (await createEngine('onnx', { threads: options.threads ?? 1 }));
  const detector = buildDetector(description, engine);
  await detector.network.restore(file, { allowOtherActivations: options.allowOtherActivation ?? false });
  return detector;
}

async function readDescription(path: string): Promise<DetectorDescription> {
  try {
    const content = JSON.parse(await readFile(path, 'utf8')) as { kind?: unknown } & DetectorDescription;
    if (content.kind !== 'detector')
      throw new Error(`its kind is ${JSON.stringify(content.kind)}, not "detector"`);
    const { classes, activation, seed, preset, architecture } = content;
    const missing = Object.keys(DETECTOR_PRESETS.photographs.architecture).find(
      (name) => !Object.hasOwn(architecture, name),
    );
    if (missing !== undefined)
      throw new Error(`another version saved it, without "${missing}"; train it again`);
    return { classes, activation, seed, preset, architecture };
  } catch (cause) {
    throw new CheckpointError(`"${path}" describes no saved detector: ${(cause as Error).message}`, {
      cause,
    });
  }
}
