import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { createEnvironment } from './environments/registry.js';
import { probeTransitions } from './probeTransitions.js';

const draw = (seed: number, nStep = 1) =>
  probeTransitions('CartPole-v1', {
    count: 200,
    stream: randomStream(seed),
    nStep,
    discount: 0.5,
    rewardScale: 0.01,
  });

describe('probeTransitions', () => {
  it('are of random play, repeatable and different from each other', () => {
    const { observations } = draw(1);
    expect(draw(1).observations).toEqual(observations);
    const { observationSpace } = createEnvironment('CartPole-v1');
    const rows = Array.from({ length: 200 }, (_, row) => observations.slice(4 * row, 4 * row + 4));
    expect(rows.every((row) => observationSpace.contains(row))).toBe(true);
    expect(new Set(rows.map(String)).size).toBe(200);
  });

  it('are made for the loss as those of the training', () => {
    const { observations, nextObservations, rewards, discounts, actions } = draw(1, 2);
    expect(new Set(actions)).toEqual(new Set([0, 1]));
    // CartPole gives 1 for every step: two of them, or one where the episode ends.
    const full = Math.fround(0.01 + 0.5 * 0.01);
    const ends = discounts.indexOf(0);
    expect(ends).toBeGreaterThan(2);
    expect([...rewards.slice(0, ends)].every((reward) => reward === full)).toBe(true);
    expect([...discounts.slice(0, ends)].every((discount) => discount === 0.25)).toBe(true);
    expect([rewards[ends + 1], discounts[ends + 1]]).toEqual([Math.fround(0.01), 0]);
    expect(nextObservations.slice(0, 4)).toEqual(observations.slice(8, 12));
  });
});
