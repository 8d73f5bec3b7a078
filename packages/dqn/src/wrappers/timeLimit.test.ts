import { describe, expect, it } from 'vitest';
import { CartPole } from '../environments/cartPole.js';
import { timeLimit } from './timeLimit.js';

const upright = [0, 0, 0, 0];
/** Falls at the next step, whatever the action. */
const falling = [0, 0, 0.2, 1];

describe('timeLimit', () => {
  it('truncates exactly at the limit and counts anew after reset', () => {
    const environment = timeLimit(new CartPole(), 3);
    for (let episode = 0; episode < 2; episode++) {
      environment.reset(episode);
      const flags = [0, 1, 0].map((action) => environment.step(action).truncated);
      expect(flags).toEqual([false, false, true]);
      expect(() => environment.step(0)).toThrow(
        'CartPole-v1: step() after the time limit of 3 steps; call reset() first',
      );
    }
  });

  it('raises both flags when the last step terminates too', () => {
    const environment = timeLimit(new CartPole(), 1);
    environment.setState(falling);
    expect(environment.step(1)).toMatchObject({ terminated: true, truncated: true });
  });

  it('leaves an earlier end alone', () => {
    const environment = timeLimit(new CartPole(), 2);
    environment.setState(falling);
    expect(environment.step(1)).toMatchObject({ terminated: true, truncated: false });
    expect(() => environment.step(1)).toThrow('call reset() first');
  });

  it('goes on in the middle of an episode', () => {
    const environment = timeLimit(new CartPole(), 10);
    environment.setState(upright, 9);
    expect(environment.step(0).truncated).toBe(true);
  });

  it.each([0, -5, 2.5, Number.NaN])('refuses the limit %s', (limit) => {
    expect(() => timeLimit(new CartPole(), limit)).toThrow(RangeError);
  });
});
