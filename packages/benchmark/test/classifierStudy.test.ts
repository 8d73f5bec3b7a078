// A study of classifiers from its file to its report and to what the claims read.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { observationsOf, parseStudy, planRuns, readRuns } from '../src/index.js';
import { writeReport } from '../src/report/index.js';
import { writeFakeStudy } from './fakeStudy.js';

const study = parseStudy(
  {
    name: 'classifiers',
    question: 'Which rectifier?',
    arms: [{ activation: 'relu' }, { activation: 'prelu:0.25' }],
    tasks: [
      { application: 'classifier', network: 'plain', epochs: 6 },
      { application: 'classifier', network: 'residual', epochs: 6, settings: { batchSize: 64 } },
    ],
    seeds: [0, 1],
    comparison: {
      metric: 'accuracy',
      arm: { activation: 'prelu:0.25' },
      baseline: { activation: 'relu' },
      rule: 'superior',
      smallestEffect: 0.01,
    },
  },
  'classifiers.json',
);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rectify-classifiers-'));
  await writeFakeStudy(directory, study);
});
afterAll(() => rm(directory, { recursive: true }));

it('plans a run for every network, arm and seed', () => {
  const plan = planRuns(study);
  expect(plan.slice(0, 3)).toMatchObject([
    { name: 'classifier-plain/relu/seed-0', options: { network: 'plain', epochs: 6, settings: {} } },
    { name: 'classifier-plain/prelu-0.25/seed-0' },
    { name: 'classifier-residual/relu/seed-0', options: { settings: { batchSize: 64 } } },
  ]);
  expect(plan).toHaveLength(8);
});

it('its runs are what the claims about classifiers read', async () => {
  const { runs } = await readRuns(directory);
  const found = observationsOf('classifiers', runs);
  expect(found).toHaveLength(8);
  const file = join(directory, 'classifier-plain/prelu-0.25/seed-0/result.json');
  const { evaluation } = JSON.parse(await readFile(file, 'utf8')) as { evaluation: { accuracy: number } };
  expect(found.find(({ factors, seed }) => factors.activation === 'prelu:0.25' && seed === 0)).toMatchObject({
    study: 'classifiers',
    factors: { activation: 'prelu:0.25', network: 'plain' },
    metrics: { accuracy: evaluation.accuracy, deadShare: expect.any(Number) },
  });
});

it('the report has a section for each network and the comparison of its arms', async () => {
  const provenance = { command: 'rectify study', machine: {}, versions: {} };
  const options = { provenance, replicates: 200, question: study.question, study };
  const { tasks, comparison } = await writeReport(directory, options);
  expect(tasks.map(({ task, primaryMetric }) => [task, primaryMetric])).toEqual([
    ['plain', 'accuracy'],
    ['residual', 'accuracy'],
  ]);
  expect(comparison).not.toBeNull();
  const page = await readFile(join(directory, 'report.html'), 'utf8');
  expect(page).toContain('a classifier of handwritten digits');
});
