import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findImages } from './findImages.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rectify-find-'));
  for (const name of ['inner/deep', 'bare']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of [
    'b.JPG',
    'a.png',
    'notes.txt',
    'inner/c.webp',
    'inner/deep/d.tif',
    '[x].png',
    'x.png',
  ]) {
    writeFileSync(join(folder, name), '');
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

async function found(paths: readonly string[], isRecursive = false): Promise<string[]> {
  const { images } = await findImages(
    paths.map((path) => join(folder, path)),
    isRecursive,
  );
  return images.map((image) => image.slice(folder.length + 1).replaceAll(sep, '/'));
}

it('of a folder what ends like a picture, by name, and inside it if asked for', async () => {
  expect(await found(['.'])).toEqual(['[x].png', 'a.png', 'b.JPG', 'x.png']);
  expect(await found(['inner'], true)).toEqual(['inner/c.webp', 'inner/deep/d.tif']);
});

it.skipIf(process.platform === 'win32')('of a glob what matches and ends like a picture', async () => {
  expect(await found(['*'])).toEqual(['[x].png', 'a.png', 'b.JPG', 'x.png']);
  expect(await found(['**/*.{webp,tif}'])).toEqual(['inner/c.webp', 'inner/deep/d.tif']);
});

it('a file is taken as it is, a pattern that names a file too', async () => {
  expect(await found(['notes.txt', 'missing.jpg'])).toEqual(['notes.txt', 'missing.jpg']);
  expect(await found(['[x].png'])).toEqual(['[x].png']);
});

it('a picture that a folder names again comes once, one that a person names again comes again', async () => {
  expect(await found(['a.png', '.', 'a.png'])).toEqual(['a.png', '[x].png', 'b.JPG', 'x.png', 'a.png']);
});

it('says which argument leads to no picture', async () => {
  const { images, failures } = await findImages([join(folder, 'bare'), join(folder, 'q*.png')], true);
  expect(images).toEqual([]);
  expect(failures).toEqual([
    `cannot read image "${join(folder, 'bare')}": it is a folder without pictures`,
    `cannot read image "${join(folder, 'q*.png')}": no picture matches`,
  ]);
});
