import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StudyResults } from '@rectify/benchmark';
import { describe, expect, it } from 'vitest';
import { readStudyFile } from '../src/study/readStudyFile.js';
import { runCli, temporaryFolder } from './cliProcess.js';

const folder = temporaryFolder();

/** Writes a study file and returns its path. */
function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const tiny = `{
  name: 'tiny',
  question: 'Does it work?',
  tasks: [
    {
      application: 'dqn',
      environment: 'CartPole-v1',
      steps: 300,
      settings: { warmUpSteps: 100, stepsPerEvaluation: 150, evaluationEpisodes: 2 },
    },
  ],
  arms: [{ activation: 'relu' }, { activation: 'prelu' }],
  seeds: { from: 0, count: 3 },
}`;

describe('a study file', () => {
  it.each([
    ['study.ts', `interface Named { name: string }\nconst study: Named = ${tiny};\nexport default study;`],
    ['study.mjs', `export default ${tiny};`],
  ])('may be a module: %s', async (name, content) => {
    const study = await readStudyFile(write(name, content));
    expect(study).toMatchObject({ name: 'tiny', seeds: [0, 1, 2] });
  });

  it.each([
    ['nowhere.json', undefined, /there is no study .*nowhere\.json; name a file/],
    ['cut.json', '{ "name": ', /cannot read .*cut\.json: .*JSON/],
    ['empty.ts', 'export const study = 1;', /cannot read .*empty\.ts: the module has no default export/],
    ['broken.ts', 'export default {;', /cannot read .*broken\.ts: /],
    ['study.yaml', 'name: tiny', /study\.yaml: a study file ends with \.json, \.ts, /],
    ['wrong.json', '{ "name": "a b" }', /wrong\.json: name: must be .* got "a b"; question: is missing/],
  ])('that is damaged is refused: %s', async (name, content, message) => {
    const path = content === undefined ? join(folder, name) : write(name, content);
    const { exitCode, stdout, stderr } = await runCli(['study', path]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});

describe('factors', { timeout: 240_000 }, () => {
  it('are compared value by value, each a table of its own', async () => {
    const factored = tiny.replace(
      "arms: [{ activation: 'relu' }, { activation: 'prelu' }]",
      "factors: { activation: ['relu', 'prelu'], learningRate: [0.001, 0.01] }",
    );
    const path = write('factored.mjs', `export default ${factored};`);
    const out = join(folder, 'factored');
    const { exitCode, stdout } = await runCli(['study', path, '--seeds', '1', '--out', out, '--json']);
    expect(exitCode).toBe(0);
    const { tasks } = JSON.parse(stdout) as StudyResults;
    expect(tasks.map(({ task, arms }) => [task, arms.map(({ activation }) => activation)])).toEqual([
      ['CartPole-v1, learningRate=0.001', ['relu', 'prelu:0.25']],
      ['CartPole-v1, learningRate=0.01', ['relu', 'prelu:0.25']],
    ]);
  });
});

describe('a stopping rule', { timeout: 240_000 }, () => {
  it('ends a study at the first look at which the interval is narrow enough', async () => {
    const decided = tiny.replace(
      '{ from: 0, count: 3 },',
      `{ from: 0, count: 20 },
      comparison: {
        metric: 'meanReturn',
        arm: { activation: 'prelu' },
        baseline: { activation: 'relu' },
        rule: 'superior',
        smallestEffect: 5,
      },
      stopping: { narrowerThan: 1000, fewestSeeds: 5, every: 2 },`,
    );
    const path = write('sequential.mjs', `export default ${decided};`);
    const out = join(folder, 'sequential');
    const { exitCode, stdout, stderr } = await runCli(['study', path, '--out', out]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringMatching(
        /ending after 5 of 20 seeds: the interval is [\d.e+]+ wide, .* less than 1000\n/,
      ),
    });
    expect(stdout).toMatch(/prelu:0.25 against relu, mean return, better by 5: \w+, .* over 5 seeds/);
    const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as StudyResults;
    expect(results.study?.stopping).toEqual({ narrowerThan: 1000, fewestSeeds: 5, every: 2 });
    expect(results.comparison?.seeds).toBe(5);
    const again = await runCli(['report', out, '--json']);
    expect((JSON.parse(again.stdout) as StudyResults).comparison).toEqual(results.comparison);
  });
});

describe('rectify study', { timeout: 240_000 }, () => {
  it('makes the first seeds of a study and prints every score', async () => {
    const path = write('tiny.mjs', `export default ${tiny};`);
    const out = join(folder, 'out');
    const { exitCode, stdout, stderr } = await runCli([
      'study',
      path,
      '--seeds',
      '2',
      '--jobs',
      '2',
      '--out',
      out,
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.not.stringContaining('failed') });
    const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as StudyResults;
    const scores = results.tasks[0]?.arms.map(({ metrics }) =>
      metrics.meanReturn?.values.map(({ value }) => value),
    );
    expect(scores?.map((values) => values?.length)).toEqual([2, 2]);
    expect(stdout).toContain('CartPole-v1, mean return by seed\nseed');
    for (const score of scores?.flat() ?? []) expect(stdout).toContain(score?.toFixed(1));
    expect(readdirSync(out)).toEqual(expect.arrayContaining(['report.html', 'results.csv', 'study.json']));
  });
});
