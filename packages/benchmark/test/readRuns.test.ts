import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quickStudy, RunFileError, readRuns } from '../src/index.js';
import { writeFakeStudy } from './fakeStudy.js';

describe('readRuns', () => {
  let directory: string;
  let run: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rectify-runs-'));
    await writeFakeStudy(directory, { ...quickStudy, seeds: [0] });
    run = join(directory, 'dqn-CartPole-v1/relu/seed-0');
  });
  afterEach(() => rm(directory, { recursive: true }));

  /** Changes one field of the run's result. */
  const spoil = async (change: Record<string, unknown>): Promise<void> => {
    const file = join(run, 'result.json');
    await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...change }));
  };

  it('reads both kinds of run with their evaluations', async () => {
    const { runs, unfinished } = await readRuns(directory);
    expect(unfinished).toEqual([]);
    expect(runs.map(({ name }) => name)).toEqual([
      'detector-digits/leaky_relu-0.01/seed-0',
      'detector-digits/prelu-0.25/seed-0',
      'detector-digits/relu/seed-0',
      'dqn-CartPole-v1/leaky_relu-0.01/seed-0',
      'dqn-CartPole-v1/prelu-0.25/seed-0',
      'dqn-CartPole-v1/relu/seed-0',
    ]);
    expect(runs.every(({ evaluations }) => evaluations.length === 20)).toBe(true);
  });

  it('reports a run without a result as unfinished and skips its half-written metrics', async () => {
    await rm(join(run, 'result.json'));
    await appendFile(join(run, 'metrics.jsonl'), '{"type":"evalu');
    const { runs, unfinished } = await readRuns(directory);
    expect(unfinished).toEqual(['dqn-CartPole-v1/relu/seed-0']);
    expect(runs).toHaveLength(5);
  });

  it('passes over lines of other types, which have their own fields', async () => {
    await appendFile(
      join(run, 'metrics.jsonl'),
      '{"type":"episode","step":1,"return":9}\n{"type":"update","loss":null}\n',
    );
    expect((await readRuns(directory)).runs).toHaveLength(6);
  });

  it.each([
    [{ seed: -1 }, /result\.json: seed: /],
    [{ kind: 'gan' }, /result\.json: kind: /],
    [
      { evaluation: { episodes: 100, meanReturn: null, returns: [] } },
      /evaluation\.meanReturn: .*received null/,
    ],
    [
      { unitHealth: [{ layer: 'hidden.1', units: 4, deadShare: 1.5, dormantShare: 0 }] },
      /unitHealth\[0\]\.deadShare: /,
    ],
    [{ activation: 1, seed: 'x', steps: null, updates: {} }, /; and 1 more$/],
  ])('names the file and the field of %o', async (change, message) => {
    await spoil(change);
    await expect(readRuns(directory)).rejects.toThrow(message);
    await expect(readRuns(directory)).rejects.toBeInstanceOf(RunFileError);
  });

  it('names the line of broken metrics', async () => {
    await appendFile(join(run, 'metrics.jsonl'), '{"type":\n');
    await expect(readRuns(directory)).rejects.toThrow(/metrics\.jsonl line 21: not JSON/);
  });

  it('refuses an evaluation out of order, none at all, and a missing file', async () => {
    const metrics = await readFile(join(run, 'metrics.jsonl'), 'utf8');
    await appendFile(join(run, 'metrics.jsonl'), `${metrics.split('\n')[3]}\n`);
    await expect(readRuns(directory)).rejects.toThrow(/line 21: step must increase, got 10000 after 50000/);
    await writeFile(join(run, 'metrics.jsonl'), '');
    await expect(readRuns(directory)).rejects.toThrow(/needs an evaluation line/);
    await rm(join(run, 'metrics.jsonl'));
    await expect(readRuns(directory)).rejects.toThrow(/metrics\.jsonl: can't be read \(ENOENT\)/);
  });

  it('refuses to count a seed twice', async () => {
    await mkdir(join(directory, 'copy'));
    await cp(run, join(directory, 'copy', 'seed-0'), { recursive: true });
    await expect(readRuns(directory)).rejects.toThrow(
      /the same run as copy\/seed-0 \(CartPole-v1, relu, seed 0\)/,
    );
  });

  it('finds nothing in an empty directory', async () => {
    await rm(directory, { recursive: true });
    await mkdir(directory);
    expect(await readRuns(directory)).toEqual({ runs: [], unfinished: [] });
  });
});
