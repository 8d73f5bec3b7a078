import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ArmSummary,
  type DqnRun,
  quickStudy,
  type Run,
  readRuns,
  runsToCsv,
  type StudyRuns,
  summarize,
} from '../src/index.js';
import { writeFakeStudy } from './fakeStudy.js';

const options = { provenance: { command: 'rectify demo', machine: {}, versions: {} }, replicates: 2000 };

const unitHealth = [
  { layer: 'hidden.1', units: 30, deadShare: 0.1, dormantShare: 0.2 },
  { layer: 'hidden.2', units: 10, deadShare: 0.5, dormantShare: 0.6 },
];

/** An agent's run with nothing but a score and the state of its units. */
function scored(activation: string, seed: number, meanReturn: number): Run {
  const run: DqnRun = {
    kind: 'dqn',
    name: `${activation}/${seed}`,
    directory: '',
    condition: '',
    settings: {},
    result: {
      kind: 'dqn',
      environment: 'CartPole-v1',
      activation,
      seed,
      steps: 100,
      updates: 25,
      parameters: 10,
      wallSeconds: 1,
      evaluation: { episodes: 1, meanReturn, returns: [meanReturn] },
      unitHealth,
      learnedSlopes: [{ layer: 'hidden.1', mean: 0.1 * seed, min: -seed, max: seed }],
      versions: {},
    },
    evaluations: [0, 50, 100].map((step) => ({
      type: 'evaluation',
      step,
      meanReturn: (meanReturn * step) / 100,
      unitHealth,
      learnedSlopes: [],
      wallSeconds: 0,
    })),
  };
  return run;
}

function study(scores: Readonly<Record<string, readonly number[]>>): StudyRuns {
  const runs = Object.entries(scores).flatMap(([activation, values]) =>
    values.map((value, seed) => scored(activation, seed, value)),
  );
  return { runs, unfinished: [] };
}

function armOf(runs: StudyRuns, activation: string): ArmSummary {
  const arm = summarize(runs, options).tasks[0]?.arms.find(
    (candidate) => candidate.activation === activation,
  );
  if (!arm) throw new Error(`no arm ${activation}`);
  return arm;
}

describe('summarize, by hand', () => {
  const three = study({ 'leaky_relu:0.01': [500, 480, 460], relu: [400, 480, 500] });

  it('puts the baseline first and says how many seeds everything rests on', () => {
    const [task] = summarize(three, options).tasks;
    expect(task?.arms.map(({ activation, n, seeds }) => [activation, n, seeds])).toEqual([
      ['relu', 3, [0, 1, 2]],
      ['leaky_relu:0.01', 3, [0, 1, 2]],
    ]);
  });

  it('sums up the scores of the seeds', () => {
    const score = armOf(three, 'relu').metrics.meanReturn;
    expect(score).toMatchObject({
      n: 3,
      mean: 460,
      minimum: { seed: 0, value: 400 },
      maximum: { seed: 2, value: 500 },
    });
    expect(score?.standardDeviation).toBeCloseTo(Math.sqrt(2800), 10);
    // The same seed is drawn three times in 1/27 of the resamples: more often than the 2.5 % cut off.
    expect(score?.interquartileMean).toEqual({ estimate: 460, low: 400, high: 500 });
    expect(armOf(three, 'relu').metrics.areaUnderCurve?.mean).toBe(230);
  });

  it('pairs by seed and counts wins', () => {
    const comparison = armOf(three, 'leaky_relu:0.01').againstBaseline?.meanReturn;
    expect(comparison?.differences.map(({ value }) => value)).toEqual([100, 0, -40]);
    expect(comparison?.difference.estimate).toBe(20);
    expect(comparison?.probabilityOfImprovement.estimate).toBeCloseTo(5 / 9, 12);
    expect(armOf(three, 'relu').againstBaseline).toBeNull();
  });

  it('weighs layers by their units, and takes the extremes of slopes over seeds', () => {
    const arm = armOf(three, 'relu');
    expect(arm.metrics.deadShare?.mean).toBeCloseTo(0.2, 12);
    expect(arm.training[0]?.dormantShare.estimate).toBeCloseTo(0.3, 12);
    expect(arm.learnedSlopes[0]).toMatchObject({ layer: 'hidden.1', min: -2, max: 2 });
    expect(arm.learnedSlopes[0]?.mean).toBeCloseTo(0.1, 12);
  });

  it('reports who reached the threshold beside the median', () => {
    expect(armOf(three, 'relu').stepsToThreshold).toEqual({
      threshold: 475,
      n: 3,
      arrivedShare: 2 / 3,
      medianSteps: 100,
    });
    expect(armOf(study({ relu: [500, 3, 2] }), 'relu').stepsToThreshold?.medianSteps).toBeNull();
  });

  it('never separates arms on five seeds, and does on six that agree', () => {
    const worse = [1, 2, 3, 4, 5, 6].map((value) => value * 10);
    const better = worse.map((value) => value + 100);
    const verdict = (seeds: number) =>
      armOf(study({ relu: worse.slice(0, seeds), tanh: better.slice(0, seeds) }), 'tanh').againstBaseline
        ?.meanReturn?.verdict;
    expect([verdict(5), verdict(6)]).toEqual(['not separated', 'higher']);
  });
});

describe('cautions', () => {
  const cautions = (runs: StudyRuns): readonly string[] => summarize(runs, options).cautions;

  it('says what few seeds cannot show', () => {
    const [caution] = cautions(study({ relu: [1, 2, 3], tanh: [1, 2, 3] }));
    expect(caution).toMatch(/^3 seeds are few.* only 10 ways.* probability 0\.25\.$/);
    expect(cautions(study({ relu: [1] }))).toEqual([expect.stringMatching(/^One seed/)]);
    expect(cautions(study({ relu: Array.from({ length: 10 }, (_, seed) => seed) }))).toEqual([]);
  });

  it('names unequal seeds and compares the shared ones', () => {
    const unequal = study({ relu: [1, 2, 3], tanh: [1, 2] });
    expect(cautions(unequal)).toContainEqual(expect.stringMatching(/relu 0, 1, 2; tanh 0, 1/));
    expect(armOf(unequal, 'tanh').againstBaseline?.meanReturn?.n).toBe(2);
  });

  it('names unfinished runs, different lengths and different versions', () => {
    const { runs } = study({ relu: [1, 2] });
    const [first, second] = runs as [DqnRun, DqnRun];
    const odd = { ...second, result: { ...second.result, steps: 2000, versions: { rectify: '2' } } };
    const text = cautions({ runs: [first, odd], unfinished: ['relu/seed-7'] }).join('\n');
    expect(text).toMatch(/100, 2,000 steps/);
    expect(text).toMatch(/2 different sets of versions/);
    expect(text).toMatch(/not counted: relu\/seed-7/);
  });

  it('refuses to sum up nothing', () => {
    expect(() => summarize({ runs: [], unfinished: ['a'] }, options)).toThrow(
      /no finished run .*1 unfinished/,
    );
  });
});

describe('summarize, from disk', () => {
  let directory: string;
  let runs: StudyRuns;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rectify-summary-'));
    await writeFakeStudy(directory);
    runs = await readRuns(directory);
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('is the same for the same runs and survives JSON', () => {
    const results = summarize(runs, options);
    expect(summarize(runs, options)).toEqual(results);
    expect(JSON.parse(JSON.stringify(results))).toEqual(results);
  });

  it('covers both applications and every evaluation', () => {
    const { tasks } = summarize(runs, options);
    expect(tasks.map(({ task, primaryMetric }) => [task, primaryMetric])).toEqual([
      ['CartPole-v1', 'meanReturn'],
      ['digits', 'mAP50'],
    ]);
    expect(tasks.flatMap(({ arms }) => arms.map(({ training }) => training.length))).toEqual(
      Array(6).fill(20),
    );
    expect(
      tasks[0]?.arms.every((arm) => arm.training.every((point) => point.n === quickStudy.seeds.length)),
    ).toBe(true);
  });

  it('writes one row per run, quoted where needed', () => {
    const rows = runsToCsv(runs.runs).split('\r\n');
    expect(rows[0]).toBe(
      'application,task,activation,seed,steps,parameters,meanReturn,areaUnderCurve,mAP50,mAP,accuracy,deadShare,dormantShare,wallSeconds,run',
    );
    expect(rows).toHaveLength(20);
    const [first] = runs.runs as [Run];
    const quoted = { ...first, name: 'a,"b"' };
    expect(runsToCsv([quoted]).split('\r\n')[1]).toMatch(/,"a,""b"""$/);
  });
});
