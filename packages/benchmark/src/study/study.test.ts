import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PlannedRun, planRuns } from './planRuns.js';
import { quickStudy } from './quickStudy.js';
import { type RunStudyOptions, runStudy, type StudyProgress } from './runStudy.js';

describe('planRuns', () => {
  const study = {
    ...quickStudy,
    seeds: [3],
    tasks: quickStudy.tasks.filter(({ application }) => application === 'dqn'),
  };

  it('names every arm, task and seed, seeds first', () => {
    const plan = planRuns(quickStudy);
    expect(plan).toHaveLength(18);
    expect(new Set(plan.map(({ name }) => name)).size).toBe(18);
    expect(plan.slice(0, 6).every(({ options }) => options.seed === 0)).toBe(true);
    expect(planRuns(study)[1]).toEqual({
      name: 'dqn-CartPole-v1/leaky_relu-0.01/seed-3',
      application: 'dqn',
      options: {
        environment: 'CartPole-v1',
        steps: 50_000,
        activation: 'leaky_relu:0.01',
        seed: 3,
        settings: {},
      },
    });
  });

  it('hands settings on and prints specs in full', () => {
    const [run] = planRuns({
      ...study,
      arms: [{ activation: 'leaky_relu' }],
      tasks: [
        { application: 'detector', data: 'voc:../data/bccd', epochs: 2, settings: { learningRate: 0.001 } },
      ],
    });
    expect(run?.name).toBe('detector-voc-data-bccd/leaky_relu-0.01/seed-3');
    expect(run?.options).toEqual({
      data: 'voc:../data/bccd',
      epochs: 2,
      settings: { learningRate: 0.001 },
      activation: 'leaky_relu:0.01',
      seed: 3,
    });
  });

  it('refuses what cannot be run', () => {
    expect(() => planRuns({ ...study, seeds: [0.5] })).toThrow(/integers from 0 up, got 0.5/);
    expect(() => planRuns({ ...study, seeds: [] })).toThrow(/at least one/);
    expect(() => planRuns({ ...study, seeds: [1, 1] })).toThrow(/same arm, task and seed: dqn-CartPole-v1/);
    expect(() => planRuns({ ...study, arms: [{ activation: 'leakyrelu' }] })).toThrow(/leaky_relu/);
  });
});

describe('runStudy', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rectify-study-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const plan = planRuns({ ...quickStudy, seeds: [0] });
  const finish: RunStudyOptions['launch'] = async (_, place) => {
    await mkdir(place.directory, { recursive: true });
    await writeFile(join(place.directory, 'result.json'), '{}');
  };
  const nameAll = (runs: readonly PlannedRun[]): string[] => runs.map(({ name }) => name);

  it('makes every run, at most `jobs` at a time, and skips them the next time', async () => {
    let running = 0;
    let most = 0;
    const launch: RunStudyOptions['launch'] = async (run, place) => {
      most = Math.max(most, ++running);
      await finish(run, place);
      running--;
    };
    const progress: StudyProgress[] = [];
    const options = {
      directory,
      jobs: 2,
      launch,
      onProgress: (event: StudyProgress) => progress.push(event),
    };
    expect((await runStudy(plan, options)).finished).toEqual(plan);
    expect(most).toBe(2);
    expect(progress.filter(({ state }) => state === 'finished').map(({ settled }) => settled)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    const again = await runStudy(plan, {
      directory,
      jobs: 1,
      launch: () => Promise.reject(new Error('called')),
    });
    expect(again).toEqual({ finished: [], skipped: plan, failed: [], cancelled: [] });
  });

  it('names a run that failed, or that ended without a result, and makes the others', async () => {
    const launch: RunStudyOptions['launch'] = async (run, place) => {
      if (run === plan[1]) throw new Error('out of memory');
      if (run !== plan[4]) await finish(run, place);
    };
    const outcome = await runStudy(plan, { directory, jobs: 3, launch });
    expect(outcome.failed.map(({ run, error }) => [run.name, error.message])).toEqual([
      [plan[1]?.name, 'out of memory'],
      [plan[4]?.name, expect.stringMatching(/ended without .*result\.json/)],
    ]);
    expect(outcome.finished).toHaveLength(4);
  });

  it('starts nothing more once it is aborted', async () => {
    const abort = new AbortController();
    const launch: RunStudyOptions['launch'] = async (run, place) => {
      if (run !== plan[1]) return finish(run, place);
      abort.abort();
      throw new Error('interrupted');
    };
    const outcome = await runStudy(plan, { directory, jobs: 1, launch, signal: abort.signal });
    expect(nameAll(outcome.finished)).toEqual(nameAll(plan.slice(0, 1)));
    expect(nameAll(outcome.cancelled)).toEqual(nameAll(plan.slice(1)));
    expect(await readdir(directory)).toEqual([plan[0]?.name.split('/')[0]]);
  });

  it.each([0, 1.5, Number.NaN])('refuses %s jobs', async (jobs) => {
    await expect(runStudy(plan, { directory, jobs, launch: finish })).rejects.toThrow(RangeError);
  });
});
