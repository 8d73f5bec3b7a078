import { expect, it } from 'vitest';
import { claimStudies } from './claimStudies.js';

it('full: curves of detectors have the three evaluations that a dispersion takes', () => {
  const tasks = claimStudies('full').flatMap(({ parts }) => parts.flatMap((part) => part.tasks));
  const detectors = tasks.filter((task) => task.application === 'detector');
  expect(detectors).not.toEqual([]);
  for (const { epochs = 0, settings } of detectors) {
    expect(Math.ceil(epochs / Number(settings?.evaluateEvery))).toBeGreaterThanOrEqual(3);
  }
});
