import { expect, it } from 'vitest';
import type { ArmSummary, TaskSummary } from '../summary/summarize.js';
import { plotDormantUnits, plotLearningCurves } from './trainingCurves.js';

/** A task whose arms all have these scores over training, and shares of units a hundredth of them. */
function taskOf(activations: readonly string[], scores: readonly number[]): TaskSummary {
  const even = (value: number) => ({ estimate: value, low: value, high: value });
  const training = scores.map((score, index) => ({
    step: index * 1000,
    n: 2,
    score: even(score),
    deadShare: even(score / 100),
    dormantShare: even(score / 50),
  }));
  const arms = activations.map((activation) => ({ activation, n: 2, training }) as unknown as ArmSummary);
  return { application: 'dqn', task: 'task', primaryMetric: 'meanReturn', steps: 1000, arms };
}

const labels = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text = '']) => text);

it('keeps curves that stay below 0 apart', async () => {
  const svg = await plotLearningCurves(taskOf(['relu'], [-500, -80]));
  expect(labels(svg)).toContain('−400');
});

it('gives shares that stay at 0 a scale, and takes dormant units for what they are', async () => {
  expect(labels(await plotDormantUnits(taskOf(['relu'], [0, 0])))).toContain('1');
  const svg = await plotDormantUnits(taskOf(['relu'], [0, 20]));
  expect(labels(svg)).toContain('40');
  expect(labels(svg)).toContain('task: dormant units');
});
