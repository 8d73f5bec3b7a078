// A network in a run directory: `checkpoint.safetensors` (weights, statistics, optimizer, updates), `checkpoint.json`
// (what to build before loading them) and `model.onnx` (for anybody else).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseActivation, printActivation } from '@rectify/activations';
import { CheckpointError, createEngine, type Engine, type TensorFile } from '@rectify/nn';
import { readTensors, replaceFile, saveTensors } from '@rectify/nn/files';

const TENSOR_FILE = 'checkpoint.safetensors';
const DESCRIPTION_FILE = 'checkpoint.json';
const ONNX_FILE = 'model.onnx';

/** How to load a network. */
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

/** What is saved of a network. */
export interface SavedNetwork<Description> {
  readonly kind: string;
  readonly description: Description;
  readonly file: TensorFile;
  readonly onnx: Uint8Array;
}

/**
 * Saves a network; each file replaces the one before as a whole.
 *
 * @throws TensorFileError if a file cannot be written
 */
export async function saveNetwork<Description extends object>(
  directory: string,
  { kind, description, file, onnx }: SavedNetwork<Description>,
): Promise<void> {
  await saveTensors(join(directory, TENSOR_FILE), file.tensors, file.metadata);
  await replaceFile(join(directory, ONNX_FILE), onnx);
  const content = JSON.stringify({ kind, ...description }, null, 2);
  await replaceFile(join(directory, DESCRIPTION_FILE), `${content}\n`);
}

/** How the description of a network is read. */
export interface DescriptionReader<Description> {
  readonly kind: string;
  /** Picks the description out of the file's content; what it throws becomes the cause of a CheckpointError. */
  readonly read: (content: Description) => Description;
}

/** What is needed to build a network and to fill it. */
export interface LoadedNetwork<Description> {
  readonly description: Description;
  readonly engine: Engine;
  readonly file: TensorFile;
}

/**
 * Loads what `saveNetwork` saved.
 *
 * @throws CheckpointError if the folder holds no network of that kind
 * @throws TensorFileError if the weights cannot be read
 */
export async function loadNetwork<Description extends { readonly activation: string }>(
  directory: string,
  reader: DescriptionReader<Description>,
  options: LoadOptions,
): Promise<LoadedNetwork<Description>> {
  const saved = await readDescription(join(directory, DESCRIPTION_FILE), reader);
  const file = await readTensors(join(directory, TENSOR_FILE));
  const activation = printActivation(parseActivation(options.activation ?? saved.activation));
  const engine = options.engine ?? (await createEngine('onnx', { threads: options.threads ?? 1 }));
  return { description: { ...saved, activation }, engine, file };
}

async function readDescription<Description>(
  path: string,
  { kind, read }: DescriptionReader<Description>,
): Promise<Description> {
  try {
    const content = JSON.parse(await readFile(path, 'utf8')) as { kind?: unknown } & Description;
    if (content.kind !== kind) throw new Error(`its kind is ${JSON.stringify(content.kind)}, not "${kind}"`);
    return read(content);
  } catch (cause) {
    throw new CheckpointError(`"${path}" describes no saved ${kind}: ${(cause as Error).message}`, { cause });
  }
}
