import { describe, expect, it } from 'vitest';
import { Acrobot } from './acrobot.js';

describe('Acrobot', () => {
  it('starts hanging, with values that float32 holds', () => {
    const environment = new Acrobot();
    for (const seed of [1, 2, 3]) {
      environment.reset(seed);
      const start = environment.state();
      expect(start.map(Math.fround)).toEqual(start);
      expect(Math.max(...start.map(Math.abs))).toBeLessThanOrEqual(0.1);
    }
  });

  it('hangs still without torque and never rises by itself', () => {
    const environment = new Acrobot();
    environment.setState([0, 0, 0, 0]);
    for (let step = 0; step < 100; step++) environment.step(1);
    for (const value of environment.state()) expect(Math.abs(value)).toBeLessThan(1e-12);
  });

  it('ends with reward 0 when the free end is above the line, and not on it', () => {
    const environment = new Acrobot();
    environment.setState([Math.PI, 0, 0, 0]);
    expect(environment.step(1)).toMatchObject({ reward: 0, terminated: true, truncated: false });
    expect(() => environment.step(1)).toThrow(
      'Acrobot-v1: step() needs a running episode; call reset() first',
    );
  });

  it('refuses what is no action and what is no state', () => {
    const environment = new Acrobot();
    environment.reset(0);
    expect(() => environment.step(3)).toThrow('Acrobot-v1: action must be in Discrete(3), got 3');
    expect(() => environment.setState([0, 0, 0])).toThrow(
      'Acrobot-v1: a state is 4 finite numbers (angle 1, angle 2, angular velocity 1, angular velocity 2), got [0,0,0]',
    );
  });

  it('draws the lower link where the upper one ends', () => {
    const environment = new Acrobot();
    environment.setState([Math.PI / 2, Math.PI / 2, 0, 0]);
    expect(environment.render()).toContain('translate(400 206) rotate(-90)');
    expect(environment.render()).toContain('translate(488 206) rotate(-180)');
  });
});
