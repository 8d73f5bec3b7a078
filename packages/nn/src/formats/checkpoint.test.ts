import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTensors, replaceFile, saveTensors, TensorFileError } from './checkpoint.js';

const weights = { dense: { shape: [2], data: Float32Array.of(0.5, -1) } };

describe('tensor files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rectify-checkpoint-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('return what was saved, and replace what was there', async () => {
    const path = join(folder, 'checkpoint.safetensors');
    await saveTensors(path, { old: { shape: [], data: Int32Array.of(1) } });
    await saveTensors(path, weights, { step: '3' });
    expect(await readTensors(path)).toEqual({ tensors: weights, metadata: { step: '3' } });
    expect(await readdir(folder)).toEqual(['checkpoint.safetensors']);
  });

  it('survive saves that overlap', async () => {
    const path = join(folder, 'checkpoint.safetensors');
    await Promise.all([saveTensors(path, weights), saveTensors(path, weights), saveTensors(path, weights)]);
    expect(await readTensors(path)).toEqual({ tensors: weights, metadata: {} });
    expect(await readdir(folder)).toEqual(['checkpoint.safetensors']);
  });

  it('stay as they were when a save fails, and leave no temporary file', async () => {
    const path = join(folder, 'checkpoint.safetensors');
    await mkdir(path);
    await expect(saveTensors(path, weights)).rejects.toThrow(`cannot write "${path}": it is a folder`);
    expect(await readdir(folder)).toEqual(['checkpoint.safetensors']);
  });

  it('are not written into a folder that does not exist', async () => {
    const path = join(folder, 'missing', 'x.safetensors');
    const error = await saveTensors(path, weights).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TensorFileError);
    expect(error).toMatchObject({ path, message: `cannot write "${path}": no such file or folder` });
  });

  it('name the path that cannot be read', async () => {
    const missing = join(folder, 'missing.safetensors');
    await expect(readTensors(missing)).rejects.toThrow(`cannot read "${missing}": no such file or folder`);
    await expect(readTensors(folder)).rejects.toThrow(`cannot read "${folder}": it is not a file`);
    const broken = join(folder, 'broken.safetensors');
    await writeFile(broken, 'short');
    await expect(readTensors(broken)).rejects.toThrow(
      `cannot read "${broken}": safetensors: a file starts with the 8 bytes of its header's length, got 5 bytes`,
    );
  });

  // The superuser may read everything.
  it.skipIf(process.getuid?.() === 0)('name the path that may not be read', async () => {
    const path = join(folder, 'secret.safetensors');
    await saveTensors(path, weights);
    await chmod(path, 0);
    await expect(readTensors(path)).rejects.toThrow(`cannot read "${path}": permission denied`);
  });

  it('can hold text', async () => {
    const path = join(folder, 'checkpoint.json');
    await replaceFile(path, '{"step":3}');
    expect(await readFile(path, 'utf8')).toBe('{"step":3}');
  });
});
