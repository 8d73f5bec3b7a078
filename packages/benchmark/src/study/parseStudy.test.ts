import { describe, expect, it } from 'vitest';
import { parseStudy, StudyFileError } from './parseStudy.js';

const file = 'studies/tiny.json';
const study = {
  name: 'tiny',
  question: 'Does it work?',
  tasks: [{ application: 'dqn', environment: 'CartPole-v1', settings: { hiddenUnits: [8], double: true } }],
  arms: [{ activation: 'relu' }, { activation: 'leaky_relu' }],
  seeds: { from: 3, count: 2 },
};

describe('parseStudy', () => {
  it('reads a study, with seeds one by one', () => {
    expect(parseStudy(study, file)).toEqual({ ...study, seeds: [3, 4] });
    expect(parseStudy({ ...study, seeds: [7, 1] }, file).seeds).toEqual([7, 1]);
  });

  it('crosses factors into arms', () => {
    const { arms: _, ...rest } = study;
    const factors = { learningRate: [0.1, 1], activation: ['relu', 'elu'] };
    expect(parseStudy({ ...rest, factors }, file).arms).toEqual([
      { activation: 'relu', settings: { learningRate: 0.1 } },
      { activation: 'elu', settings: { learningRate: 0.1 } },
      { activation: 'relu', settings: { learningRate: 1 } },
      { activation: 'elu', settings: { learningRate: 1 } },
    ]);
    expect(() => parseStudy({ ...study, factors }, file)).toThrow(
      /unknown field "arms".* Known: name, .*factors/,
    );
    expect(() => parseStudy({ ...rest, factors: { learningRate: [1] } }, file)).toThrow(
      /factors\.activation: is missing; it must be a list of activations/,
    );
    expect(() => parseStudy({ ...rest, factors: { ...factors, tau: [] } }, file)).toThrow(
      /factors\.tau: must be a list with at least one value, got \[\]/,
    );
  });

  const comparison = {
    metric: 'meanReturn',
    arm: { activation: 'leaky_relu:0.01' },
    baseline: { activation: 'relu' },
    rule: 'superior',
    smallestEffect: 5,
  };
  const stopping = { narrowerThan: 10, fewestSeeds: 5, every: 5 };
  const decided = { ...study, seeds: { from: 0, count: 20 }, comparison, stopping };

  it('takes a comparison and a rule that ends the study', () => {
    expect(parseStudy(decided, file)).toMatchObject({ comparison, stopping });
  });

  it.each([
    [
      { comparison: { ...comparison, metric: 'beauty' } },
      /comparison\.metric: must be one of meanReturn, .*, got "beauty"/,
    ],
    [
      { comparison: { ...comparison, rule: 'never' } },
      /comparison\.rule: must be "superior" or "notWorse", got "never"/,
    ],
    [
      { comparison: { ...comparison, smallestEffect: 0 } },
      /comparison\.smallestEffect: must be a finite number above 0, got 0/,
    ],
    [
      { comparison: { ...comparison, arm: { activation: 'elu' } } },
      /comparison\.arm: must be among the arms of the study, got/,
    ],
    [{ comparison: undefined }, /stopping: needs a comparison/],
    [
      { stopping: { ...stopping, fewestSeeds: 2 } },
      /stopping\.fewestSeeds: must be an integer from 5 up, got 2/,
    ],
    [
      { stopping: { ...stopping, fewestSeeds: 20 } },
      /stopping\.fewestSeeds: must be less than the 20 seeds of the study, got 20/,
    ],
  ])('says what is wrong with comparison or rule %#', (change, message) => {
    expect(() => parseStudy({ ...decided, ...change }, file)).toThrow(message);
  });

  it.each([
    [null, /must be an object with the fields name, question, tasks, arms, seeds, .*, got null$/],
    [{}, /^studies\/tiny\.json: name: is missing; it must be a text; question: is missing; .*; and 2 more$/],
    [
      { ...study, arm: [] },
      /unknown field "arm"; did you mean "arms"\? Known: name, question, tasks, arms, seeds, /,
    ],
    [{ ...study, name: '../up' }, /name: must be 1 to 80 letters, .*, got "\.\.\/up"$/],
    [{ ...study, question: 3 }, /question: must be a text, got 3$/],
    [{ ...study, tasks: [] }, /tasks: must be a list with at least one task, got \[\]$/],
    [
      { ...study, tasks: [{ application: 'cook' }] },
      /tasks\[0\]\.application: must be .*"dqn", "detector" or "classifier", got/,
    ],
    [
      { ...study, tasks: [{ application: 'dqn', environment: 'CartPole-v1', steps: 1.5 }] },
      /tasks\[0\]\.steps: must be an integer from 1 up, got 1\.5$/,
    ],
    [
      { ...study, tasks: [{ application: 'detector', data: 'digits', steps: 1 }] },
      /tasks\[0\]: unknown field "steps".* Known: application, data, epochs, settings$/,
    ],
    [
      { ...study, tasks: [{ ...study.tasks[0], settings: { learningRate: Number.NaN } }] },
      /tasks\[0\]\.settings\.learningRate: must be .* finite number.*, got NaN$/,
    ],
    [
      { ...study, arms: [{ activation: 'leakyrelu' }] },
      /arms\[0\]\.activation: unknown activation "leakyrelu"; did you mean "leaky_relu"\?/,
    ],
    [{ ...study, arms: 'relu' }, /arms: must be a list of arms, got "relu"$/],
    [{ ...study, seeds: [] }, /seeds: must be a list with at least one seed, got \[\]$/],
    [{ ...study, seeds: [0, -1] }, /seeds\[1\]: must be an integer from 0 up, got -1$/],
    [{ ...study, seeds: 10 }, /seeds: must be a list such as \[0, 1, 2\], or .*, got 10$/],
    [{ ...study, seeds: { from: 0 } }, /seeds\.count: is missing; it must be an integer from 1 up$/],
    [{ ...study, seeds: { from: 0, count: 1e9 } }, /seeds\.count: must be at most 10000, got 1000000000$/],
  ])('says what is wrong with study %#', (content, message) => {
    expect(() => parseStudy(content, file)).toThrow(StudyFileError);
    expect(() => parseStudy(content, file)).toThrow(message);
  });
});
