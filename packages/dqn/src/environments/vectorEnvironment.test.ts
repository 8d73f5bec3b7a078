import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { createEnvironment, environmentIds } from './registry.js';
import { createVectorEnvironment, VectorEnvironment, type VectorStepResult } from './vectorEnvironment.js';

const copies = 3;
const seed = 11;
const limit = 30;

describe.each(environmentIds())('VectorEnvironment of %s', (id) => {
  const options = { maxEpisodeSteps: limit };

  it('is as many single environments, step by step', () => {
    const vector = createVectorEnvironment(id, { copies, ...options });
    const singles = Array.from({ length: copies }, () => createEnvironment(id, options));
    const streams = singles.map((_, index) => randomStream(seed).split(`copy ${index}`));
    const begin = (index: number): Float32Array => {
      const episodeSeed = (streams[index] as (typeof streams)[number]).integer(2 ** 31);
      return (singles[index] as (typeof singles)[number]).reset(episodeSeed).observation;
    };
    const size = vector.observationSpace.low.length;
    const row = (observations: Float32Array, index: number): Float32Array =>
      observations.slice(index * size, (index + 1) * size);
    const starts = vector.reset(seed);
    for (let index = 0; index < copies; index++) expect(row(starts, index)).toEqual(begin(index));

    const choice = randomStream(1);
    let ended = 0;
    for (let step = 0; step < 100; step++) {
      const actions = Int32Array.from({ length: copies }, () => vector.actionSpace.sample(choice));
      const together = vector.step(actions);
      singles.forEach((single, index) => {
        const alone = single.step(actions[index] as number);
        const isOver = alone.terminated || alone.truncated;
        ended += Number(isOver);
        expect(together.rewards[index]).toBe(alone.reward);
        expect(together.terminated[index]).toBe(Number(alone.terminated));
        expect(together.truncated[index]).toBe(Number(alone.truncated));
        expect(together.finalObservations.get(index)).toEqual(isOver ? alone.observation : undefined);
        expect(row(together.observations, index)).toEqual(isOver ? begin(index) : alone.observation);
      });
    }
    expect(ended).toBeGreaterThanOrEqual(3 * copies);
  });

  it('gives a copy the same life among two copies as among three', () => {
    const [few, many] = [2, 3].map((count) => createVectorEnvironment(id, { copies: count, ...options }));
    if (!few || !many) throw new Error('two environments were made');
    const size = few.observationSpace.low.length;
    expect(many.reset(seed).subarray(0, 2 * size)).toEqual(few.reset(seed));
    for (let step = 0; step < 80; step++) {
      const alone = few.step([1, 0]).observations;
      expect(many.step([1, 0, step % 2]).observations.subarray(0, 2 * size)).toEqual(alone);
    }
  });

  it('goes on from its state exactly', () => {
    const play = (vector: VectorEnvironment): VectorStepResult[] =>
      Array.from({ length: 70 }, (_, step) => vector.step([step % 2, 1, 0]));
    const vector = createVectorEnvironment(id, { copies, ...options });
    vector.reset(seed);
    const last = Array.from({ length: 17 }, () => vector.step([1, 0, 1]).observations).at(-1);
    const state = JSON.parse(JSON.stringify(vector.state())) as ReturnType<typeof vector.state>;
    const expected = play(vector);
    const resumed = createVectorEnvironment(id, { copies, ...options });
    expect(resumed.restore(state)).toEqual(last);
    expect(play(resumed)).toEqual(expected);
  });
});

describe('VectorEnvironment', () => {
  it('moves no copy when an action is wrong', () => {
    const vector = createVectorEnvironment('CartPole-v1', { copies: 2 });
    vector.reset(0);
    const before = vector.state();
    expect(() => vector.step([0, 2])).toThrow(
      'CartPole-v1: the action of copy 1 must be in Discrete(2), got 2',
    );
    expect(() => vector.step([0])).toThrow('step() needs one action for each of 2 copies, got 1');
    expect(vector.state()).toEqual(before);
  });

  it('refuses no copies, and copies of two kinds', () => {
    expect(() => createVectorEnvironment('CartPole-v1', { copies: 0 })).toThrow(
      'createVectorEnvironment: copies must be a positive integer, got 0',
    );
    expect(() => new VectorEnvironment([])).toThrow('there must be at least one copy, got none');
    const kinds = [createEnvironment('CartPole-v1'), createEnvironment('Acrobot-v1')];
    expect(() => new VectorEnvironment(kinds)).toThrow(
      'all copies must be of one kind, got CartPole-v1: 4 Discrete(2) and Acrobot-v1: 6 Discrete(3)',
    );
    const vector = createVectorEnvironment('CartPole-v1', { copies: 2 });
    expect(() => vector.restore([])).toThrow('a state must have 2 copies, got 0');
  });
});
