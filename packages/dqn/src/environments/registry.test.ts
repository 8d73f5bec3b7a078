import { describe, expect, it } from 'vitest';
import { CartPole } from './cartPole.js';
import {
  createEnvironment,
  environmentIds,
  environmentSpecification,
  registerEnvironment,
} from './registry.js';

describe('createEnvironment', () => {
  it.each(environmentIds())('makes %s, which ends at its limit at the latest', (id) => {
    const environment = createEnvironment(id);
    expect(environment.id).toBe(id);
    environment.reset(0);
    let steps = 0;
    for (let isOver = false; !isOver; steps++) {
      const { terminated, truncated } = environment.step(environment.actionSpace.start);
      isOver = terminated || truncated;
    }
    expect(steps).toBeLessThanOrEqual(environmentSpecification(id).maxEpisodeSteps);
  });

  it('passes options on', () => {
    const environment = createEnvironment('MountainCar-v0', { goalVelocity: 0.07, maxEpisodeSteps: 3 });
    environment.setState([0.49, 0.02]);
    expect([2, 2, 2].map((action) => environment.step(action))).toMatchObject([
      { terminated: false, truncated: false },
      { terminated: false, truncated: false },
      { terminated: false, truncated: true },
    ]);
  });

  it('refuses an option of another environment', () => {
    expect(() => createEnvironment('CartPole-v1', { goalVelocity: 0.07 })).toThrow(
      'CartPole-v1: there is no option "goalVelocity"; this environment takes maxEpisodeSteps, suttonBartoReward',
    );
    expect(() => createEnvironment('Acrobot-v1', { suttonBartoReward: true })).toThrow(
      'Acrobot-v1: there is no option "suttonBartoReward"; this environment takes maxEpisodeSteps',
    );
  });

  it('names the closest id when a name is misspelt', () => {
    expect(() => createEnvironment('cartpole-v1')).toThrow(
      'unknown environment "cartpole-v1"; did you mean "CartPole-v1"? Known: ',
    );
    expect(() => createEnvironment('Pong')).toThrow('unknown environment "Pong". Known: CartPole-v1');
  });

  it('creates what was registered, once per id', () => {
    const specification = {
      ...environmentSpecification('CartPole-v1'),
      id: 'ShortCartPole-v0',
      create: () => new CartPole(),
      maxEpisodeSteps: 2,
    };
    registerEnvironment(specification);
    expect(environmentIds()).toContain('ShortCartPole-v0');
    const environment = createEnvironment('ShortCartPole-v0');
    environment.reset(0);
    expect(environment.step(0).truncated).toBe(false);
    expect(environment.step(1).truncated).toBe(true);
    expect(() => registerEnvironment(specification)).toThrow(RangeError);
  });
});
