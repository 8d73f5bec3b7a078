import { describe, expect, it } from 'vitest';
import { CartPole } from './cartPole.js';
import {
  createEnvironment,
  environmentIds,
  environmentSpecification,
  registerEnvironment,
} from './registry.js';

describe('createEnvironment', () => {
  it('makes CartPole-v1 with the limit of Gymnasium', () => {
    const environment = createEnvironment('CartPole-v1');
    expect(environment.id).toBe('CartPole-v1');
    expect(environmentSpecification('CartPole-v1').maxEpisodeSteps).toBe(500);
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
