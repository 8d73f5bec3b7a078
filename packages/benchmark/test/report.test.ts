import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickStudy, readRuns, type StudyResults, summarize } from '../src/index.js';
import { headlineOf, renderPage, textTable, writeReport } from '../src/report/index.js';
import { writeFakeStudy } from './fakeStudy.js';

const provenance = {
  command: 'rectify demo --out "<b>here</b>"',
  machine: { cpu: 'one & only', cores: '2' },
  versions: { rectify: '0.1.0' },
  wallSeconds: 312,
};
const options = { provenance, replicates: 200, question: 'ReLU, Leaky ReLU or PReLU?' };

describe('writeReport', () => {
  let directory: string;
  let results: StudyResults;
  let page: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rectify-report-'));
    await writeFakeStudy(directory);
    results = await writeReport(directory, options);
    page = await readFile(join(directory, 'report.html'), 'utf8');
  }, 60_000);
  afterAll(() => rm(directory, { recursive: true }));

  it('writes three whole files and leaves nothing else behind', async () => {
    expect((await readdir(directory)).sort()).toEqual([
      'detector-digits',
      'dqn-CartPole-v1',
      'report.html',
      'results.csv',
      'results.json',
    ]);
    expect(JSON.parse(await readFile(join(directory, 'results.json'), 'utf8'))).toEqual(results);
  });

  it('is the same page for the same runs', async () => {
    expect(await renderPage(results, (await readRuns(directory)).runs, options)).toBe(page);
  });

  it('loads nothing and runs no script', () => {
    expect(page).not.toMatch(/<script|<link|<iframe|@import|\son\w+=/);
    const addresses = [...page.matchAll(/(?:src|href|xlink:href)="([^"]*)"|url\(([^)]*)\)/g)];
    expect(addresses.length).toBeGreaterThan(0);
    for (const [, source, url] of addresses) expect(source ?? url).toMatch(/^(data:image\/webp;base64,|#)/);
  });

  it('escapes what it was given', () => {
    expect(page).toContain('rectify demo --out &quot;&lt;b&gt;here&lt;/b&gt;&quot;');
    expect(page).toContain('one &amp; only');
    expect(page).not.toContain('<b>here</b>');
  });

  it('shows every arm in a table, with its n, on both tasks', () => {
    const rows = [...page.matchAll(/<tr>\s*<th scope="row">.*?<\/i>([^<]+)<\/th>\s*<td>(\d+)<\/td>/g)];
    const arms = quickStudy.arms.map(({ activation }) => [activation, '3']).sort();
    const shown = rows.map(([, activation, n]) => [activation, n]);
    expect(shown.slice(0, 3).sort()).toEqual(arms);
    expect(shown.slice(3).sort()).toEqual(arms);
  });

  it('draws five plots a task and the functions, and says how many seeds they rest on', () => {
    expect(page.match(/<svg /g)).toHaveLength(11);
    expect(page.match(/>interquartile mean of 3 seeds, band: 95 % interval/g)).toHaveLength(6);
    expect(page.match(/>3 seeds, a point each/g)).toHaveLength(2);
    expect(page.match(/>mean of 3 seeds of \S+, bar: smallest to largest channel/g)).toHaveLength(2);
  });

  it('shows a replay and detections of each arm, from the seed with the median score', () => {
    expect(page.match(/<img /g)).toHaveLength(3 + 3 * 2);
    const captions = [...page.matchAll(/<figcaption><b>([^<]+)<\/b> seed (\d)/g)];
    expect(captions).toHaveLength(6);
    for (const [index, [, activation, seed]] of captions.entries()) {
      const task = results.tasks[Math.floor(index / 3)];
      const arm = task?.arms.find((candidate) => candidate.activation === activation);
      const ranked = arm?.metrics[task?.primaryMetric ?? 'mAP50']?.values.toSorted(
        (a, b) => a.value - b.value,
      );
      expect(arm?.metrics[task?.primaryMetric ?? 'mAP50']?.values[Number(seed)]?.value).toBe(
        ranked?.[1]?.value,
      );
    }
  });

  it('says what three seeds cannot show', () => {
    expect(page).toContain('<h1>These runs don’t separate the activations.</h1>');
    expect(page).toContain('3 seeds are few. They can be redrawn in only 10 ways');
  });

  it('needs no pictures', async () => {
    const { runs } = await readRuns(directory);
    const bare = runs.map((run) => ({ ...run, directory: join(directory, 'nowhere') }));
    expect(await renderPage(results, bare, options)).not.toContain('<img');
  });

  it('names a broken file and leaves the report as it was', async () => {
    const file = join(directory, 'dqn-CartPole-v1/relu/seed-0/result.json');
    const before = await readFile(file, 'utf8');
    await writeFile(file, before.slice(0, 50));
    await expect(writeReport(directory, options)).rejects.toThrow(/relu\/seed-0\/result\.json: not JSON/);
    expect(await readFile(join(directory, 'report.html'), 'utf8')).toBe(page);
    await writeFile(file, before);
  });

  it('fits a terminal', () => {
    const lines = textTable(results).split('\n');
    expect(lines[0]).toBe('CartPole-v1');
    expect(lines).toHaveLength(11);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(110);
  });
});

describe('headlineOf', () => {
  /** Agents whose returns are given by seed. */
  const headline = async (scores: Readonly<Record<string, readonly number[]>>) => {
    const directory = await mkdtemp(join(tmpdir(), 'rectify-headline-'));
    const arms = Object.keys(scores).map((activation) => ({ activation }));
    const seeds = [...(Object.values(scores)[0] ?? [])].map((_, seed) => seed);
    await writeFakeStudy(directory, {
      ...quickStudy,
      arms,
      seeds,
      tasks: quickStudy.tasks.filter(({ application }) => application === 'dqn'),
    });
    const { runs } = await readRuns(directory);
    await rm(directory, { recursive: true });
    const scored = runs.flatMap((run) => {
      const meanReturn = scores[run.result.activation]?.[run.result.seed] ?? 0;
      if (run.kind !== 'dqn') return [];
      return [{ ...run, result: { ...run.result, evaluation: { ...run.result.evaluation, meanReturn } } }];
    });
    return headlineOf(summarize({ runs: scored, unfinished: [] }, options));
  };
  const returns = [100, 120, 140, 160, 180, 200];
  const above = returns.map((value) => value + 200);

  it('names an arm that six seeds separate, and which way', async () => {
    const { answer, paragraphs } = await headline({ relu: returns, tanh: above });
    expect(answer).toBe('CartPole-v1: tanh scores higher than relu.');
    expect(paragraphs[0]?.text).toContain('350.0 with tanh: interquartile means of 6 seeds each');
    expect(paragraphs[0]?.text).not.toContain('don’t separate');
    expect((await headline({ relu: above, tanh: returns, 'elu:1': returns })).answer).toBe(
      'CartPole-v1: elu:1 and tanh score lower than relu.',
    );
  });

  it('does not when three seeds look as different', async () => {
    const { answer, paragraphs } = await headline({ relu: returns.slice(0, 3), tanh: above.slice(0, 3) });
    expect(answer).toBe('These runs don’t separate the activations.');
    expect(paragraphs[0]?.text).toMatch(/that of tanh: \+200\.0, with a 95.% interval of \[200\.0,.200\.0\]/);
    expect(paragraphs[0]?.text).toContain('which is not the same as equal');
  });

  it('compares nothing without a baseline or with one arm', async () => {
    expect((await headline({ tanh: returns, sigmoid: returns })).answer).toMatch(/^Without runs of relu/);
    expect((await headline({ relu: returns })).answer).toMatch(/^One activation alone/);
  });
});
