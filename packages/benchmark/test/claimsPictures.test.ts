import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRuns, summarize } from '../src/index.js';
import { type NamedPlot, renderClaimsPage, type TrainedStudy } from '../src/report/index.js';
import { writeFakeStudy } from './fakeStudy.js';
import { untranslated } from './untranslated.js';

const provenance = { command: 'rectify claims', machine: {}, versions: {} };

describe('the page of claims with run directories', () => {
  let directory: string;
  let study: TrainedStudy;
  let page: string;
  let plots: readonly NamedPlot[];
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rectify-pictures-'));
    await writeFakeStudy(directory);
    const found = await readRuns(directory);
    const { tasks } = summarize(found, { provenance, replicates: 50 });
    const layer = {
      layer: '1.relu',
      activation: 'relu',
      rootMeanSquare: 1,
      shares: Float64Array.of(0.75, 0.25),
    };
    const inspected = [{ task: 'CartPole-v1', activation: 'relu', seed: 1, layers: [layer] }];
    study = { study: 'agents', tasks, runs: found.runs, inspected };
    const content = { ledger: [], observations: [], budget: 'quick', provenance } as const;
    const rendered = await renderClaimsPage({ ...content, trained: [study] });
    page = rendered.page;
    plots = rendered.plots;
  }, 120_000);
  afterAll(() => rm(directory, { recursive: true }));

  it('shows a replay and detections of each arm, from the seed with the median score', () => {
    expect(page.match(/<img src="data:image\/webp;base64,/g)).toHaveLength(3 + 3 * 2);
    expect([...page.matchAll(/<summary>([^<]+)<\/summary>/g)].map(([, task]) => task)).toEqual(
      study.tasks.map(({ task }) => task),
    );
    const captions = [...page.matchAll(/<figcaption><b>([^<]+)<\/b> <span[^>]*>seed (\d)/g)];
    expect(captions).toHaveLength(6);
    for (const [index, [, activation, seed]] of captions.entries()) {
      const task = study.tasks[Math.floor(index / 3)];
      const arm = task?.arms.find((candidate) => candidate.activation === activation);
      const values = arm?.metrics[task?.primaryMetric ?? 'mAP50']?.values ?? [];
      const ranked = values.toSorted((a, b) => a.value - b.value);
      expect(ranked[1]?.seed).toBe(Number(seed));
    }
  });

  it('draws what happened during training, and the distributions of the networks that were looked into', () => {
    const names = plots.map(({ name }) => name);
    for (const plot of ['curves', 'dead-units', 'dormant-units', 'slopes', 'pre-activations'])
      expect(names).toContain(`agents-CartPole-v1-${plot}`);
    expect(names.filter((name) => name.endsWith('pre-activations'))).toHaveLength(1);
    expect(page).toContain('relu 75\u00a0%');
  });

  it('has Chinese for every text of a plot but names', () => {
    const names = /^[a-z_]+(:[\d.]+)?$|^(hidden|backbone)\.\d$|^neck$|^mAP/;
    for (const name of untranslated(plots)) expect(name).toMatch(names);
  });
});
