import { describe, expect, it } from 'vitest';
import { DivergenceError, DivergenceGuard } from './divergence.js';

const guard = (discount: number): DivergenceGuard => {
  const made = new DivergenceGuard({ discount, maxEpisodeSteps: 200, divergenceFactor: 2 });
  for (const reward of [0.5, -1, 0]) made.meet(reward);
  return made;
};

describe('DivergenceGuard', () => {
  it.each([Number.NaN, Infinity])('stops at a loss of %d', (loss) => {
    expect(() => guard(0.9).check(7, { loss, values: [] })).toThrow(
      new DivergenceError(
        `update 7: learning diverged, the loss is ${loss}; a smaller learningRate, double, or a smaller tau may help`,
      ),
    );
  });

  it('stops at a value beyond the possible return times the factor, of either sign', () => {
    // Rewards up to 1 in size: returns up to 1 / (1 - 0.75) = 4, values up to 8.
    expect(() => guard(0.75).check(1, { loss: 1, values: [8, -8, 0] })).not.toThrow();
    for (const value of [8.5, -8.5]) {
      expect(() => guard(0.75).check(1, { loss: 1, values: [0, value] })).toThrow(
        `a value is ${value} and no return can exceed 4 in size (scaled rewards up to 1, discount 0.75; divergenceFactor is 2)`,
      );
    }
  });

  it('stops at a value that is no number', () => {
    expect(() => guard(0.75).check(1, { loss: 1, values: [Number.NaN] })).toThrow(DivergenceError);
  });

  it('takes the longest episode as horizon where rewards are not discounted', () => {
    expect(() => guard(1).check(1, { loss: 1, values: [400] })).not.toThrow();
    expect(() => guard(1).check(1, { loss: 1, values: [401] })).toThrow('no return can exceed 200');
  });

  it('says nothing about values before there was a reward', () => {
    const unrewarded = new DivergenceGuard({ discount: 0.5, maxEpisodeSteps: 10, divergenceFactor: 2 });
    expect(() => unrewarded.check(1, { loss: 1, values: [1e9] })).not.toThrow();
  });
});
