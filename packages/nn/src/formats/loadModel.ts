// Models as files. What a file refers to is read only from its own folder. The reader of a format is loaded when a file
// of that format is. Node only.
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { Model } from '../model.js';
import { ModelFileError } from './modelFileError.js';

/**
 * Loads a network that was trained elsewhere: an ONNX file, or the `model.json` of a TensorFlow.js Layers model with its
 * weight files beside it. The numbers of the file are the model's initial ones, so that whatever takes a model, takes it.
 *
 * @param path - ends with `.onnx` or `.json`
 * @throws ModelFileError if a file is missing or breaks its format, refers to something outside of its folder, or needs
 *   what is not read here
 * @example
 * const loaded = await loadModel(path);
 * const state = createModelState(engine, loaded);
 */
export async function loadModel(path: string): Promise<Model> {
  if (path.endsWith('.onnx')) return loadOnnx(path);
  if (path.endsWith('.json')) return loadLayersModel(path);
  throw new ModelFileError(
    path,
    'the name of a model file ends with .onnx, or with .json for a Layers model',
  );
}

async function loadOnnx(path: string): Promise<Model> {
  const { importOnnx } = await import('./onnx/importOnnx.js');
  const { decodeOnnx, externalLocations } = await import('./onnx/onnxGraph.js');
  const bytes = await read(path, path);
  const locations = ModelFileError.around(path, () => externalLocations(decodeOnnx(bytes)));
  return importOnnx(bytes, { file: path, external: await readBeside(path, locations) });
}

async function loadLayersModel(path: string): Promise<Model> {
  const { importLayersModel, readLayersModelFile } = await import('./keras/importLayersModel.js');
  const bytes = await read(path, path);
  const { groups } = ModelFileError.around(path, () => readLayersModelFile(bytes));
  const files = await readBeside(
    path,
    groups.flatMap(({ paths }) => paths),
  );
  return importLayersModel(new Map([...files, ['model.json', bytes]]), path);
}

/** The files that a model file names, each from its own folder or one below. */
async function readBeside(model: string, locations: readonly string[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const location of new Set(locations)) {
    files.set(location, await read(await inside(model, location), model));
  }
  return files;
}

/** Links are followed before the folder is compared: one that leads out of it is refused too. */
async function inside(model: string, location: string): Promise<string> {
  const leadsOut = new ModelFileError(
    model,
    `it refers to "${location}", which is not in its own folder; that is not read`,
  );
  const isPlain =
    location !== '' && !location.includes('\0') && !location.includes('\\') && !/^[\w+.-]+:/.test(location);
  if (!isPlain || isAbsolute(location) || location.split('/').includes('..')) throw leadsOut;
  const folder = await realpath(dirname(resolve(model)));
  const file = await realpath(join(folder, location)).catch((cause: unknown) => {
    throw unreadable(model, location, cause);
  });
  if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) throw leadsOut;
  return file;
}

async function read(path: string, model: string): Promise<Uint8Array> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
    return await readFile(path);
  } catch (cause) {
    throw unreadable(model, path, cause);
  }
}

function unreadable(model: string, path: string, cause: unknown): ModelFileError {
  const { code, message } = cause as NodeJS.ErrnoException;
  const reason = code === 'ENOENT' ? 'no such file' : message;
  return new ModelFileError(model, path === model ? reason : `its file "${path}" cannot be read: ${reason}`, {
    cause,
  });
}
