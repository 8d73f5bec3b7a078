import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLAIM_FILE, claimFolder } from './claimFolder.js';

describe('claimFolder', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rectify-claim-'));
    file = join(folder, CLAIM_FILE);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const first = { processId: 1001, isRunning: () => true };
  const second = { processId: 1002, isRunning: (id: number) => id === 1001 };

  it('keeps a folder for one process until it gives it back', async () => {
    const release = await claimFolder(first, folder, { patienceMs: 0 });
    expect(readFileSync(file, 'utf8')).toBe('1001');
    await expect(claimFolder(second, folder, { patienceMs: 0 })).rejects.toThrow(
      /process 1001 is at work in/,
    );
    release();
    expect(existsSync(file)).toBe(false);
    await claimFolder(second, folder, { patienceMs: 0 });
    expect(readFileSync(file, 'utf8')).toBe('1002');
  });

  it('waits for a process that is about to leave, and says so once', async () => {
    const release = await claimFolder(first, folder, { patienceMs: 0 });
    const waits: number[] = [];
    setTimeout(release, 250);
    await claimFolder(second, folder, { patienceMs: 60_000, onWait: (holder) => waits.push(holder) });
    expect(waits).toEqual([1001]);
  });

  it.each(['999', '', 'no number', '1002'])(
    'takes over what a process that is gone has left: "%s"',
    async (left) => {
      writeFileSync(file, left);
      await claimFolder(second, folder, { patienceMs: 0 });
      expect(readFileSync(file, 'utf8')).toBe('1002');
    },
  );
});
