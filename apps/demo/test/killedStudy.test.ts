// A study whose runner is killed, again and again, ends as if nothing had happened.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StudyResults } from '@rectify/benchmark';
import { randomStream } from '@rectify/nn/random';
import { expect, it } from 'vitest';
import { ended, runCli, startCli, temporaryFolder } from './cliProcess.js';

/** By hand it was done ten times. */
const KILLS = 2;

const study = {
  name: 'killed',
  question: 'Does it end?',
  tasks: [
    {
      application: 'dqn',
      environment: 'CartPole-v1',
      steps: 2000,
      settings: { warmUpSteps: 200, stepsPerEvaluation: 500, evaluationEpisodes: 2, hiddenUnits: [16] },
    },
  ],
  arms: [{ activation: 'relu' }, { activation: 'prelu' }],
  seeds: [0, 1],
};
const runs = ['relu', 'prelu-0.25'].flatMap((arm) =>
  study.seeds.map((seed) => `dqn-CartPole-v1/${arm}/seed-${seed}`),
);

const folder = temporaryFolder();
const file = join(folder, 'killed.json');
writeFileSync(file, JSON.stringify(study));
const wordsFor = (out: string): string[] => ['study', file, '--jobs', '2', '--out', out];

/** When each finished run got its result, by its name. */
function finishedIn(out: string): Map<string, number> {
  const results = runs.map((run) => [run, join(out, run, 'result.json')] as const);
  return new Map(
    results.filter(([, path]) => existsSync(path)).map(([run, path]) => [run, statSync(path).mtimeMs]),
  );
}

/** Everything that was measured, times apart. */
function measuredIn(out: string): unknown {
  const { tasks } = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as StudyResults;
  return tasks.map(({ arms, ...task }) => ({
    ...task,
    arms: arms.map(({ metrics: { wallSeconds: _, ...metrics }, ...arm }) => ({ ...arm, metrics })),
  }));
}

it(`survives ${KILLS} times kill -9 at random moments: nothing repeated, nothing lost, the same table`, async () => {
  const [whole, killed] = [join(folder, 'whole'), join(folder, 'pieces')];
  expect((await runCli(wordsFor(whole))).exitCode).toBe(0);
  const random = randomStream(6);
  for (let kill = 0; kill < KILLS; kill++) {
    const before = finishedIn(killed);
    const child = startCli(wordsFor(killed), folder);
    const end = ended(child);
    await new Promise((resolve) => setTimeout(resolve, random.uniform(1_500, 4_500)));
    child.kill('SIGKILL');
    await end;
    expect([...finishedIn(killed)]).toEqual(expect.arrayContaining([...before]));
  }
  const before = finishedIn(killed);
  const last = await runCli(wordsFor(killed));
  expect(last).toMatchObject({ exitCode: 0, stderr: expect.not.stringContaining('failed') });
  expect([...finishedIn(killed)]).toEqual(expect.arrayContaining([...before]));
  expect(finishedIn(killed).size).toBe(runs.length);
  expect(measuredIn(killed)).toEqual(measuredIn(whole));
  for (const run of runs) {
    const lines = (out: string): string[] =>
      readFileSync(join(out, run, 'metrics.jsonl'), 'utf8')
        .replaceAll(/"\w*[sS]econds":[\d.e-]+/g, '')
        .split('\n');
    expect(lines(killed)).toEqual(lines(whole));
  }
}, 240_000);
