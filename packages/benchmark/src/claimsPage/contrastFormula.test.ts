import { describe, expect, it } from 'vitest';
import { arms } from '../claims/arms.js';
import type { Contrast } from '../contrasts/contrast.js';
import { contrastFormula, taskNames } from './contrastFormula.js';

const contrast: Contrast = {
  name: 'error of ReLU above the better',
  study: 'regression',
  metric: 'error',
  terms: [
    { weight: 1, arms: [{ ...arms.relu, gain: 'common' }] },
    { weight: -2, arms: [arms.leaky, arms.prelu], pick: 'lowest' },
  ],
  rule: 'superior',
  smallestEffect: 0.05,
};

describe('contrastFormula', () => {
  it('says what is subtracted from what', () => {
    expect(contrastFormula(contrast)).toEqual({
      english: 'error: relu gain=common − 2\u00a0×\u00a0lowest of (leaky_relu:0.01, prelu:0.25)',
      chinese: '误差：relu gain=common − 2\u00a0×\u00a0最低者(leaky_relu:0.01，prelu:0.25)',
    });
  });

  it('says what it is divided by', () => {
    const terms = [{ weight: -1, arms: [arms.relu] }];
    expect(contrastFormula({ ...contrast, terms, relativeTo: arms.relu }).english).toBe(
      'error: −relu / relu',
    );
    expect(contrastFormula({ ...contrast, relativeTo: arms.relu }).english).toMatch(
      /^error: \(relu .*\) \/ relu$/,
    );
  });
});

describe('taskNames', () => {
  it('names the tasks by what they are, numbers with their factor', () => {
    expect(taskNames(contrast)).toBe('');
    const tasks = [{ environment: 'CartPole-v1' }, { depth: 4, width: 8 }];
    expect(taskNames({ ...contrast, tasks })).toBe('CartPole-v1; depth=4 width=8');
  });
});
