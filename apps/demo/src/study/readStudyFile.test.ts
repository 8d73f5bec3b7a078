import { readdirSync } from 'node:fs';
import { parse } from 'node:path';
import { planRuns } from '@rectify/benchmark';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readStudyFile } from './readStudyFile.js';

const ready = readdirSync(new URL('../../../../studies/', import.meta.url)).map((file) => parse(file).name);

afterEach(() => vi.unstubAllEnvs());

describe('the ready studies', () => {
  it.each(ready)('%s is found by its name, and its runs can be planned', async (name) => {
    vi.stubEnv('RECTIFY_PHOTOGRAPHS', 'voc:somewhere');
    const study = await readStudyFile(name);
    expect(study.name).toBe(name);
    expect(study.comparison).toBeDefined();
    expect(planRuns(study).length).toBe(study.arms.length * study.tasks.length * study.seeds.length);
  });

  it('draws the slopes of the random search again alike', async () => {
    const [first, second] = [
      await readStudyFile('agents-slope-search'),
      await readStudyFile('agents-slope-search'),
    ];
    expect(first.arms).toEqual(second.arms);
    expect(new Set(first.arms.map(({ activation }) => activation)).size).toBe(9);
  });

  it('asks for the photographs', async () => {
    vi.stubEnv('RECTIFY_PHOTOGRAPHS', undefined);
    await expect(readStudyFile('detectors-photographs')).rejects.toThrow(
      /cannot read .*detectors-photographs\.ts: set RECTIFY_PHOTOGRAPHS to a data set/,
    );
  });
});
