import { expect, it } from 'vitest';
import { parameterNorm, targetDrift } from './networkDistance.js';

it('norm and drift are Euclidean', () => {
  expect(parameterNorm([3, -4])).toBe(5);
  expect(targetDrift([1, 2, 3], [1, 5, -1])).toBe(5);
});
