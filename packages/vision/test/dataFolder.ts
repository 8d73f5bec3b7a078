// Folders of data, made on the fly.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { encodeImage } from '../src/images/encode.js';
import { solidImage } from '../src/images/image.js';

const madeFolders: string[] = [];

afterAll(async () => {
  for (const folder of madeFolders) await rm(folder, { recursive: true, force: true });
});

/** A grey picture of 64 by 48, as JPEG. */
export const GREY = await encodeImage(solidImage({ width: 64, height: 48 }, [120, 120, 120]), 'jpeg');

/**
 * Writes files by their paths below the system's temporary directory and returns the folder. An object is written as
 * JSON. It goes when the test file is done.
 */
export async function dataFolder(
  files: Readonly<Record<string, string | Uint8Array | object>>,
): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'rectify-data-'));
  madeFolders.push(directory);
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    await mkdir(dirname(path), { recursive: true });
    const isText = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(path, isText ? content : JSON.stringify(content));
  }
  return directory;
}
