import { describe, expect, it } from 'vitest';
import { checkEnvironment } from '../environments/checkEnvironment.js';
import type { Environment } from '../environments/environment.js';
import { createEnvironment, environmentIds } from '../environments/registry.js';
import { clipReward } from './clipReward.js';
import { episodeStatistics } from './episodeStatistics.js';
import { frameStack } from './frameStack.js';
import { normalizeObservation } from './normalizeObservation.js';
import { RunningStatistics } from './runningStatistics.js';
import { wrapEnvironment } from './wrapEnvironment.js';

/** Rewards 3, -3, 3, ... and observations that count the steps: [steps, -steps]. */
function counter(): Environment {
  let steps = 0;
  const observe = (): Float32Array => Float32Array.of(steps, -steps);
  const sound = createEnvironment('MountainCar-v0');
  return wrapEnvironment(sound, {
    observationSpace: normalizeObservation(sound).observationSpace,
    reset: () => {
      steps = 0;
      return { observation: observe(), info: {} };
    },
    step: () => {
      steps += 1;
      const reward = steps % 2 === 1 ? 3 : -3;
      return { observation: observe(), reward, terminated: steps === 4, truncated: false, info: { steps } };
    },
    state: () => [steps],
    setState: ([count = 0]) => {
      steps = count;
      return observe();
    },
  });
}

const wrappers: readonly (readonly [name: string, wrap: (environment: Environment) => Environment])[] = [
  ['clipReward', (environment) => clipReward(environment, { low: -0.5, high: 0.5 })],
  ['episodeStatistics', episodeStatistics],
  ['frameStack', (environment) => frameStack(environment, 3)],
  ['normalizeObservation', normalizeObservation],
];

describe.each(environmentIds())('wrappers of %s', (id) => {
  it.each(wrappers)('%s keeps the promises', (name, wrap) => {
    const outlivesReset = name === 'normalizeObservation';
    checkEnvironment(wrap(createEnvironment(id, { maxEpisodeSteps: 60 })), 1, { outlivesReset });
  });

  it('all of them together keep the promises', () => {
    const environment = wrappers.reduce<Environment>(
      (inner, [, wrap]) => wrap(inner),
      createEnvironment(id, { maxEpisodeSteps: 60 }),
    );
    checkEnvironment(environment, 2, { outlivesReset: true });
  });
});

describe('clipReward', () => {
  it('moves rewards into its bounds and leaves the rest alone', () => {
    const environment = clipReward(counter());
    environment.reset(0);
    expect([environment.step(0), environment.step(0)]).toMatchObject([
      { reward: 1, info: { steps: 1 } },
      { reward: -1, info: { steps: 2 } },
    ]);
    const wide = clipReward(counter(), { low: -4, high: 2 });
    wide.reset(0);
    expect([wide.step(0).reward, wide.step(0).reward]).toEqual([2, -3]);
  });

  it('refuses bounds that cross', () => {
    expect(() => clipReward(counter(), { low: 1 })).toThrow(
      'low must be below high, both finite, got 1 and 1',
    );
  });
});

describe('episodeStatistics', () => {
  it('tells return and length at the end of an episode, and only there', () => {
    const environment = episodeStatistics(counter());
    for (let episode = 0; episode < 2; episode++) {
      environment.reset(0);
      const infos = [0, 0, 0, 0].map((action) => environment.step(action).info);
      expect(infos).toEqual([
        { steps: 1 },
        { steps: 2 },
        { steps: 3 },
        { steps: 4, episodeReturn: 0, episodeLength: 4 },
      ]);
    }
  });

  it('counts the rewards that it sees', () => {
    const lastInfo = (environment: Environment): unknown => {
      environment.reset(0);
      return [0, 0, 0, 0].map((action) => environment.step(action).info).at(-1);
    };
    const bounds = { low: -1, high: 5 };
    expect(lastInfo(episodeStatistics(clipReward(counter(), bounds)))).toMatchObject({ episodeReturn: 4 });
    expect(lastInfo(clipReward(episodeStatistics(counter()), bounds))).toMatchObject({ episodeReturn: 0 });
  });
});

describe('frameStack', () => {
  it('shows the last observations, the oldest first, and begins with copies of the first', () => {
    const environment = frameStack(counter(), 3);
    expect(environment.observationSpace.shape).toEqual([6]);
    environment.reset(0);
    environment.step(0);
    expect([...environment.reset(0).observation]).toEqual([0, -0, 0, -0, 0, -0]);
    expect([...environment.step(0).observation]).toEqual([0, -0, 0, -0, 1, -1]);
    expect([...environment.step(0).observation]).toEqual([0, -0, 1, -1, 2, -2]);
    expect([...environment.step(0).observation]).toEqual([1, -1, 2, -2, 3, -3]);
  });

  it('stacks images along their channels', () => {
    const environment = frameStack(createEnvironment('FallingFruit-v0'), 2);
    expect(environment.observationSpace.shape).toEqual([8, 10, 10]);
    const { observation } = environment.reset(0);
    expect(environment.step(1).observation.subarray(0, 400)).toEqual(observation.subarray(400));
  });

  it('refuses counts of frames that are none', () => {
    expect(() => frameStack(counter(), 0)).toThrow('frameStack: frames must be a positive integer, got 0');
  });

  it('asks for its own part of a state', () => {
    const environment = frameStack(createEnvironment('CartPole-v1'), 2);
    expect(() => environment.setState([0, 0])).toThrow(
      'CartPole-v1: a state must end with the 4 finite numbers of its wrapper, got [0,0]',
    );
  });
});

describe('normalizeObservation', () => {
  it('has mean and variance of all observations so far', () => {
    const statistics = new RunningStatistics(2);
    const environment = normalizeObservation(counter(), { statistics, epsilon: 1e-12 });
    expect([...environment.reset(0).observation].map(Math.abs)).toEqual([0, 0]);
    environment.step(0);
    environment.step(0);
    const { observation } = environment.step(0);
    // Of 0, 1, 2, 3: mean 1.5, population variance 1.25.
    expect(statistics.mean).toEqual([1.5, -1.5]);
    expect(statistics.variance).toEqual([1.25, 1.25]);
    expect(observation[0]).toBeCloseTo(1.5 / Math.sqrt(1.25), 6);
    expect(observation[1]).toBeCloseTo(-1.5 / Math.sqrt(1.25), 6);
  });

  it('is exact far from zero, where a sum of squares is not', () => {
    const statistics = new RunningStatistics(1);
    for (const value of [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]) statistics.add([value]);
    expect(statistics.variance).toEqual([22.5]);
  });

  it('leaves frozen statistics alone, so that the same seed gives the same observations', () => {
    const statistics = new RunningStatistics(4);
    const training = normalizeObservation(createEnvironment('CartPole-v1'), { statistics });
    checkEnvironment(training, 0, { outlivesReset: true });
    const known = statistics.state();
    const evaluation = normalizeObservation(createEnvironment('CartPole-v1'), { statistics, isFrozen: true });
    checkEnvironment(evaluation, 0);
    expect(statistics.state()).toEqual(known);
    const elsewhere = new RunningStatistics(4);
    elsewhere.restore(JSON.parse(JSON.stringify(known)) as number[]);
    expect(elsewhere.normalize([1, 2, 3, 4], 1e-8)).toEqual(statistics.normalize([1, 2, 3, 4], 1e-8));
  });

  it('does without the option only if nothing outlives a reset', () => {
    const environment = normalizeObservation(createEnvironment('CartPole-v1'));
    expect(() => checkEnvironment(environment, 0)).toThrow('the same seed must give the same rollout');
  });

  it('refuses statistics of another size', () => {
    const statistics = new RunningStatistics(3);
    expect(() => normalizeObservation(createEnvironment('CartPole-v1'), { statistics })).toThrow(
      'normalizeObservation: statistics must have 4 elements for CartPole-v1, got 3',
    );
    expect(() => statistics.restore([1, 2])).toThrow('a state of 3 elements has 7 numbers, got 2');
  });
});
