import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { checkEnvironment } from './checkEnvironment.js';
import type { Environment } from './environment.js';
import { FallingFruit } from './fallingFruit.js';
import { createEnvironment, environmentIds } from './registry.js';

/** Takes the changes of a sound environment; methods of a sound one are called on it. */
const broken = (
  change: (sound: Environment) => Partial<Environment>,
  sound = createEnvironment('CartPole-v1'),
): Environment => ({ ...sound, ...change(sound) });

/** Rewards from a stream that restarts with `reset(seed)` but is not saved with the state. */
function randomlyRewarded(): Environment {
  let rewards = randomStream(0);
  return broken((sound) => ({
    reset: (seed) => {
      if (seed !== undefined) rewards = randomStream(seed);
      return sound.reset(seed);
    },
    step: (action) => ({ ...sound.step(action), reward: rewards.uniform() }),
  }));
}

describe('checkEnvironment', () => {
  it.each(environmentIds())('finds nothing wrong with %s', (id) => {
    for (const seed of [0, 1, 2]) checkEnvironment(createEnvironment(id), seed);
  });

  it.each<readonly [what: string, environment: Environment, complaint: string]>([
    [
      'that forgets its seed',
      broken((sound) => ({ reset: () => sound.reset() })),
      'the same seed must give the same rollout, but moment 0 gave reset [',
    ],
    [
      'whose episodes share a counter',
      broken((sound) => {
        let resets = 0;
        return {
          reset: (seed) => {
            resets += 1;
            return sound.reset(seed);
          },
          step: (action) => ({ ...sound.step(action), reward: resets }),
        };
      }),
      'the same seed must give the same rollout, but moment 1 gave ',
    ],
    [
      'with an observation outside its space',
      broken((sound) => ({
        reset: (seed) => ({ ...sound.reset(seed), observation: Float32Array.of(9, 0, 0, 0) }),
      })),
      'an observation must be a Float32Array in Box([-4.8, -Infinity, -0.418879, -Infinity], [4.8, Infinity, 0.418879, Infinity]), got 9 at index 0, outside -4.8',
    ],
    [
      'with an observation of the wrong length',
      broken((sound) => ({ reset: (seed) => ({ ...sound.reset(seed), observation: new Float32Array(3) }) })),
      'which has 4 elements, got 3',
    ],
    [
      'with an observation of the wrong type',
      broken((sound) => ({
        step: (action) => ({
          ...sound.step(action),
          observation: new Float64Array(4) as unknown as Float32Array<ArrayBuffer>,
        }),
      })),
      'got a value of type Float64Array',
    ],
    [
      'that reuses its observation',
      broken((sound) => {
        const shared = new Float32Array(4);
        return {
          step: (action) => {
            const result = sound.step(action);
            shared.set(result.observation);
            return { ...result, observation: shared };
          },
        };
      }),
      'observation 1 was overwritten after it had been returned',
    ],
    [
      'with a reward that is not a number',
      broken((sound) => ({ step: (action) => ({ ...sound.step(action), reward: Number.NaN }) })),
      'a reward must be a finite number, got NaN',
    ],
    [
      'with a flag that is a number',
      broken((sound) => ({
        step: (action) => ({ ...sound.step(action), truncated: 0 as unknown as boolean }),
      })),
      'terminated and truncated must be booleans, got false and 0',
    ],
    [
      'that goes on after the end',
      broken((sound) => ({
        step: (action) => {
          try {
            return sound.step(action);
          } catch (error) {
            if (error instanceof RangeError) throw error;
            sound.reset();
            return sound.step(action);
          }
        },
      })),
      'step() after the end of an episode must throw until reset()',
    ],
    [
      'that takes any action',
      broken((sound) => ({ step: (action) => sound.step(action === 1 ? 1 : 0) })),
      'step(-1) is outside Discrete(2) and must throw a RangeError, got undefined',
    ],
    [
      'that steps before it refuses',
      broken((sound) => ({
        step: (action) => {
          if (!sound.actionSpace.contains(action)) sound.step(0);
          return sound.step(action);
        },
      })),
      'step(-1) threw and must leave the state as it was',
    ],
    [
      'whose random numbers are no part of its state',
      randomlyRewarded(),
      'the state after 0 steps must lead to the same episode again, but step 1 gave ',
    ],
    [
      'that forgets a part of its state',
      broken((sound) => ({
        setState: ([position = 0, ...rest], elapsedSteps) => {
          if (rest.includes(Number.NaN)) throw new RangeError('NaN');
          return sound.setState([position, 0, ...rest.slice(1)], elapsedSteps);
        },
      })),
      'setState() must return the observation of the state after 0 steps, [',
    ],
    [
      'that forgets how long the episode lasts',
      broken(
        (sound) => ({ setState: (state) => sound.setState(state) }),
        createEnvironment('MountainCar-v0', { maxEpisodeSteps: 50 }),
      ),
      'the state after 1 steps must lead to the same episode again, but step 50 gave ',
    ],
    [
      'whose state is its own memory',
      broken((sound) => {
        const memory = [0, 0, 0, 0];
        return {
          state: () => {
            sound.state().forEach((value, index) => {
              memory[index] = value;
            });
            return memory;
          },
          step: (action) => {
            const result = sound.step(action);
            memory[0] = result.observation[0] as number;
            return result;
          },
        };
      }),
      'state() was overwritten by later steps; return a copy',
    ],
    [
      'that takes any state',
      broken((sound) => ({
        setState: (state, elapsedSteps) =>
          state.length === 4 && state.every(Number.isFinite)
            ? sound.setState(state, elapsedSteps)
            : new Float32Array(4),
      })),
      'setState() of 3 numbers, the first ',
    ],
    [
      'that draws no SVG',
      broken(() => ({ render: () => 'a cart' })),
      'render() must return an SVG document, from <svg to </svg>, got a cart',
    ],
    ['without a name', broken(() => ({ id: '' })), 'id must be a name, got ""'],
  ])('sees one %s', (_, environment, complaint) => {
    expect(() => checkEnvironment(environment, 0)).toThrow(complaint);
  });

  it('names the environment', () => {
    const environment = broken(() => ({ render: () => '' }));
    expect(() => checkEnvironment(environment, 0)).toThrow(
      'checkEnvironment "CartPole-v1": render() must return an SVG document',
    );
  });

  it('refuses a seed that is none', () => {
    expect(() => checkEnvironment(new FallingFruit(), -1)).toThrow(
      'checkEnvironment: seed must be an integer',
    );
  });
});
