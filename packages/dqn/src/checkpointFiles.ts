// Checkpoints as files; needs Node, and is loaded only by whoever saves or loads.
import { join } from 'node:path';
import type { TensorFile } from '@rectify/nn';
import { readTensors, replaceFile, saveTensors } from '@rectify/nn/files';
import { readCheckpoint } from './checkpoint.js';

const tensorsName = 'checkpoint.safetensors';
const descriptionName = 'checkpoint.json';

/**
 * Writes a checkpoint into a directory that exists. The tensors' file holds everything and is replaced as a whole, so
 * that a run that is killed while it saves still has the checkpoint before; `checkpoint.json` repeats what it says
 * about the agent and is never read back.
 *
 * @throws TensorFileError if a file cannot be written
 */
export async function saveCheckpoint(directory: string, file: TensorFile): Promise<void> {
  await saveTensors(join(directory, tensorsName), file.tensors, file.metadata);
  await replaceFile(join(directory, descriptionName), `${JSON.stringify(readCheckpoint(file), null, 2)}\n`);
}

/**
 * Reads the checkpoint of a directory.
 *
 * @throws TensorFileError if there is none or it is damaged
 */
export function loadCheckpoint(directory: string): Promise<TensorFile> {
  return readTensors(join(directory, tensorsName));
}
