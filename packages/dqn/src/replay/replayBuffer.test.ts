import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { ReplayBuffer } from './replayBuffer.js';
import type { Transition } from './replayMemory.js';

/** A transition whose every field tells its number. */
const transition = (number: number): Transition => ({
  observation: Float32Array.of(number, number + 0.25),
  action: number % 3,
  reward: 10 * number,
  nextObservation: Float32Array.of(number + 0.5, number + 0.75),
  discount: number / 64,
});

const filled = (count: number, capacity: number): ReplayBuffer => {
  const buffer = new ReplayBuffer({ capacity, observationSize: 2 });
  for (let number = 0; number < count; number++) buffer.add(transition(number));
  return buffer;
};

describe('ReplayBuffer', () => {
  it('keeps the fields of a transition together', () => {
    const { observations, actions, rewards, nextObservations, discounts } = filled(7, 10).sample(
      200,
      randomStream(0),
    );
    for (let row = 0; row < 200; row++) {
      const { observation, action, reward, nextObservation, discount } = transition(
        observations[2 * row] as number,
      );
      expect(observations.subarray(2 * row, 2 * row + 2)).toEqual(observation);
      expect(nextObservations.subarray(2 * row, 2 * row + 2)).toEqual(nextObservation);
      expect([actions[row], rewards[row], discounts[row]]).toEqual([action, reward, discount]);
    }
  });

  it('forgets the oldest transitions', () => {
    const buffer = filled(25, 10);
    expect(buffer.size).toBe(10);
    const seen = new Set(buffer.sample(1000, randomStream(0)).rewards);
    expect([...seen].sort((a, b) => a - b)).toEqual([150, 160, 170, 180, 190, 200, 210, 220, 230, 240]);
  });

  it('draws uniformly, with replacement', () => {
    const rewards = filled(4, 8).sample(4000, randomStream(1)).rewards;
    const counts = [0, 1, 2, 3].map((number) => rewards.filter((reward) => reward === 10 * number).length);
    expect(counts.reduce((sum, count) => sum + count)).toBe(4000);
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(140);
  });

  it('reuses the batch and depends on the stream alone', () => {
    const buffer = filled(50, 50);
    const first = buffer.sample(8, randomStream(5));
    const rewards = [...first.rewards];
    expect(buffer.sample(8, randomStream(6))).toBe(first);
    expect([...first.rewards]).not.toEqual(rewards);
    expect([...buffer.sample(8, randomStream(5)).rewards]).toEqual(rewards);
  });

  it('keeps bytes as bytes', () => {
    const buffer = new ReplayBuffer({ capacity: 4, observationSize: 2, storage: 'uint8' });
    buffer.add({
      ...transition(1),
      observation: Float32Array.of(0, 1),
      nextObservation: Float32Array.of(255, 7),
    });
    const { observations, nextObservations } = buffer.sample(1, randomStream(0));
    expect([...observations, ...nextObservations]).toEqual([0, 1, 255, 7]);
    expect(buffer.state().observations).toBeInstanceOf(Uint8Array);
    expect(() => buffer.add(transition(2))).toThrow(
      'ReplayBuffer: storage uint8 holds integers from 0 to 255, got 2.25 in an observation; use float32',
    );
  });

  it('says what is wrong', () => {
    expect(() => new ReplayBuffer({ capacity: 0, observationSize: 2 })).toThrow(
      'ReplayBuffer: capacity must be a positive integer, got 0',
    );
    expect(() => new ReplayBuffer({ capacity: 5, observationSize: 2 }).sample(1, randomStream(0))).toThrow(
      'ReplayBuffer: nothing to sample from; add a transition first',
    );
    expect(() => filled(1, 5).sample(1.5, randomStream(0))).toThrow(RangeError);
  });
});
