import { describe, expect, it } from 'vitest';
import { checkEnvironment } from './checkEnvironment.js';
import type { Environment } from './environment.js';
import { createEnvironment, environmentIds } from './registry.js';

describe('checkEnvironment', () => {
  it.each(environmentIds())('finds nothing wrong with %s', (id) => {
    for (const seed of [0, 1, 2]) checkEnvironment(createEnvironment(id), seed);
  });

  const broken = (change: (sound: Environment) => Partial<Environment>): Environment => {
    const sound = createEnvironment('CartPole-v1');
    return { ...sound, ...change(sound) };
  };

  it('sees an environment that forgets its seed', () => {
    const environment = broken((sound) => ({ reset: () => sound.reset() }));
    expect(() => checkEnvironment(environment, 0)).toThrow('the same seed must give the same rollout');
  });

  it('sees an observation outside the space', () => {
    const environment = broken((sound) => ({
      reset: (seed) => ({ ...sound.reset(seed), observation: Float32Array.of(9, 0, 0, 0) }),
    }));
    expect(() => checkEnvironment(environment, 0)).toThrow(
      'checkEnvironment "CartPole-v1": an observation must be a Float32Array in Box(',
    );
  });

  it('sees an observation that is reused', () => {
    const shared = new Float32Array(4);
    const environment = broken((sound) => ({
      step: (action) => {
        const result = sound.step(action);
        shared.set(result.observation);
        return { ...result, observation: shared };
      },
    }));
    expect(() => checkEnvironment(environment, 0)).toThrow('observation 1 was overwritten');
  });

  it('sees a reward that is not a number', () => {
    const environment = broken((sound) => ({
      step: (action) => ({ ...sound.step(action), reward: Number.NaN }),
    }));
    expect(() => checkEnvironment(environment, 0)).toThrow('a reward must be a finite number, got NaN');
  });

  it('sees an environment that goes on after the end or takes any action', () => {
    const endless = broken((sound) => ({
      step: (action) => {
        try {
          return sound.step(action);
        } catch (error) {
          if (error instanceof RangeError) throw error;
          sound.reset();
          return sound.step(action);
        }
      },
    }));
    expect(() => checkEnvironment(endless, 0)).toThrow('step() after the end of an episode must throw');
    const tolerant = broken((sound) => ({ step: (action) => sound.step(action === 1 ? 1 : 0) }));
    expect(() => checkEnvironment(tolerant, 0)).toThrow(
      'step(-1) is outside Discrete(2) and must throw a RangeError',
    );
  });
});
