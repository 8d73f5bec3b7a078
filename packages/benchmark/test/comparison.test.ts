import { describe, expect, it } from 'vitest';
import {
  contrastOf,
  type DqnRun,
  isNarrowEnough,
  measureComparison,
  portionsOf,
  type Study,
  type StudyComparison,
} from '../src/index.js';

const comparison: StudyComparison = {
  metric: 'meanReturn',
  arm: { activation: 'leaky_relu' },
  baseline: { activation: 'relu' },
  rule: 'superior',
  smallestEffect: 5,
};

const study: Study = {
  name: 'rates',
  question: 'Does it help?',
  tasks: [
    { application: 'dqn', environment: 'CartPole-v1' },
    { application: 'dqn', environment: 'Acrobot-v1' },
  ],
  arms: [0.001, 0.01].flatMap((learningRate) =>
    ['relu', 'leaky_relu:0.01'].map((activation) => ({ activation, settings: { learningRate } })),
  ),
  seeds: [0, 1, 2, 3, 4, 5, 6],
  comparison,
};

/** An agent's run with nothing but a score. */
function scored(environment: string, arm: Study['arms'][number], seed: number, meanReturn: number): DqnRun {
  return {
    kind: 'dqn',
    name: '',
    directory: '',
    condition: '',
    settings: arm.settings ?? {},
    result: {
      kind: 'dqn',
      environment,
      activation: arm.activation,
      seed,
      steps: 1,
      updates: 1,
      parameters: 1,
      wallSeconds: 1,
      evaluation: { episodes: 1, meanReturn, returns: [meanReturn] },
      unitHealth: [],
      learnedSlopes: [],
      versions: {},
    },
    evaluations: [
      { type: 'evaluation', step: 1, meanReturn, unitHealth: [], learnedSlopes: [], wallSeconds: 1 },
    ],
  };
}

/** Leaky gains 10 on CartPole and loses 2 on Acrobot, with the same luck in both arms. */
const runs = study.tasks.flatMap((task) =>
  study.arms.flatMap((arm) =>
    study.seeds.map((seed) => {
      const environment = task.application === 'dqn' ? task.environment : '';
      const gain = environment === 'CartPole-v1' ? 10 : -2;
      return scored(environment, arm, seed, 100 * seed + (arm.activation === 'relu' ? 0 : gain));
    }),
  ),
);

describe('the comparison of a study', () => {
  it('is paired by seed and averaged over tasks and the settings that it leaves open', () => {
    expect(contrastOf(study, comparison).tasks).toEqual([
      { environment: 'CartPole-v1', learningRate: 0.001 },
      { environment: 'CartPole-v1', learningRate: 0.01 },
      { environment: 'Acrobot-v1', learningRate: 0.001 },
      { environment: 'Acrobot-v1', learningRate: 0.01 },
    ]);
    const outcome = measureComparison(study, runs, { seed: 0, replicates: 500 });
    expect(outcome).toMatchObject({ seeds: 28, verdict: 'refuted' });
    expect(outcome?.estimate).toBeCloseTo(4, 10);
    // The luck that the arms share cancels.
    expect((outcome?.high ?? 1) - (outcome?.low ?? 0)).toBeCloseTo(0, 10);
  });

  it('turns around where lower is better, and may be relative to the baseline', () => {
    const lower = measureComparison(
      { ...study, comparison: { ...comparison, better: 'lower', isRelative: true } },
      runs.filter(({ result }) => result.environment === 'CartPole-v1'),
      { seed: 0, replicates: 10 },
    );
    expect(lower?.verdict).toBe('not tested');
    const tasks = study.tasks.slice(0, 1);
    const relative = measureComparison(
      { ...study, tasks, comparison: { ...comparison, better: 'lower', isRelative: true } },
      runs,
      { seed: 0, replicates: 10 },
    );
    // The interquartile mean of 0, 100, ..., 600 is 300.
    expect(relative?.estimate).toBeCloseTo(-10 / 300, 10);
  });

  it('may be between settings of one activation', () => {
    const rates: StudyComparison = {
      ...comparison,
      arm: { activation: 'relu', settings: { learningRate: 0.01 } },
      baseline: { activation: 'relu', settings: { learningRate: 0.001 } },
    };
    const { tasks, terms } = contrastOf(study, rates);
    expect(tasks).toEqual([{ environment: 'CartPole-v1' }, { environment: 'Acrobot-v1' }]);
    expect(terms[0]?.arms).toEqual([{ activation: 'relu', learningRate: 0.01 }]);
  });
});

describe('a stopping rule', () => {
  it('looks after its fewest seeds and then every so many', () => {
    const stopping = { narrowerThan: 1, fewestSeeds: 5, every: 3 };
    const seeds = Array.from({ length: 12 }, (_, seed) => seed);
    expect(portionsOf({ seeds, stopping })).toEqual([[0, 1, 2, 3, 4], [5, 6, 7], [8, 9, 10], [11]]);
    expect(portionsOf({ seeds })).toEqual([seeds]);
  });

  it('asks for the width of the interval alone', () => {
    const outcome = measureComparison(study, runs, { seed: 0, replicates: 10 });
    if (outcome === undefined) throw new Error('the study has changed');
    const rule = { narrowerThan: 3, fewestSeeds: 5, every: 1 };
    expect(isNarrowEnough({ ...outcome, low: 7, high: 9.9 }, rule)).toBe(true);
    expect(isNarrowEnough({ ...outcome, low: -1.6, high: 1.6 }, rule)).toBe(false);
    expect(isNarrowEnough({ ...outcome, low: Number.NaN, high: Number.NaN }, rule)).toBe(false);
  });
});
