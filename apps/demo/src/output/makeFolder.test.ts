import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from './makeFolder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rectify-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('lets many make folders below one that none of them has made yet', async () => {
  for (let round = 0; round < 50; round++) {
    const paths = Array.from({ length: 8 }, (_, index) => join(folder, `${round}`, 'arm', `seed-${index}`));
    await Promise.all(paths.map(makeFolder));
    expect(paths.every((path) => existsSync(path))).toBe(true);
  }
});

it('fails where a file stands in the way', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(folder, 'file', 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});
