import { describe, expect, it } from 'vitest';
import { CartPole } from './cartPole.js';

describe('CartPole', () => {
  it('starts near the centre, differently for every seed and episode', () => {
    const environment = new CartPole();
    const starts = [environment.reset(1), environment.reset(), environment.reset(2)].map(
      ({ observation }) => [...observation],
    );
    expect(new Set(starts.flat()).size).toBe(12);
    expect(Math.max(...starts.flat().map(Math.abs))).toBeLessThanOrEqual(0.05);
    expect([...environment.reset(1).observation]).toEqual(starts[0]);
  });

  it('has the state that its observations round', () => {
    const environment = new CartPole();
    const { observation } = environment.reset(3);
    expect(Float32Array.from(environment.state())).toEqual(observation);
  });

  it('refuses actions outside its space', () => {
    const environment = new CartPole();
    environment.reset(0);
    for (const action of [2, -1, 0.5, Number.NaN]) {
      expect(() => environment.step(action)).toThrow(
        `CartPole-v1: action must be in Discrete(2), got ${action}`,
      );
    }
  });

  it('asks for reset before the first step and after the end', () => {
    const environment = new CartPole();
    expect(() => environment.step(0)).toThrow(
      'CartPole-v1: step() needs a running episode; call reset() first',
    );
    environment.setState([0, 0, 0.2, 1]);
    expect(environment.step(0).terminated).toBe(true);
    expect(() => environment.step(0)).toThrow('call reset() first');
    environment.reset();
    expect(environment.step(0).terminated).toBe(false);
  });

  it.each([[[0, 0, 0]], [[0, 0, 0, 0, 0]], [[0, Number.NaN, 0, 0]]])('refuses the state %j', (state) => {
    expect(() => new CartPole().setState(state)).toThrow('a state is 4 finite numbers');
  });

  it('draws the cart where it is and the pole as it leans', () => {
    const environment = new CartPole();
    environment.setState([2.4, 0, 0, 0]);
    expect(environment.render()).toContain('translate(560 200) rotate(0)');
    environment.setState([-2.4, 0, Math.PI / 18, 0]);
    expect(environment.render()).toContain('translate(40 200) rotate(10)');
  });
});
