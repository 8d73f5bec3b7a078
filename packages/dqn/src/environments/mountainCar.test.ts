import { describe, expect, it } from 'vitest';
import { MountainCar } from './mountainCar.js';

describe('MountainCar', () => {
  it('starts at rest in the valley', () => {
    const environment = new MountainCar();
    for (const seed of [1, 2, 3]) {
      environment.reset(seed);
      const [position = 0, velocity] = environment.state();
      expect(position).toBeGreaterThanOrEqual(-0.6);
      expect(position).toBeLessThan(-0.4);
      expect(velocity).toBe(0);
    }
  });

  it('is too weak to drive straight up, and reaches the flag by pushing along its velocity', () => {
    const environment = new MountainCar();
    environment.reset(0);
    const straight = Array.from({ length: 300 }, () => environment.step(2));
    expect(straight.some(({ terminated }) => terminated)).toBe(false);
    environment.reset(0);
    let steps = 0;
    for (let isOver = false; !isOver; steps++) {
      const [, velocity = 0] = environment.state();
      isOver = environment.step(velocity < 0 ? 0 : 2).terminated;
    }
    expect(steps).toBeLessThan(200);
  });

  it('stops at the left wall and passes the flag too slowly for a goal velocity', () => {
    const environment = new MountainCar({ goalVelocity: 0.05 });
    environment.setState([-1.19, -0.05]);
    environment.step(0);
    expect(environment.state()).toEqual([-1.2, 0]);
    environment.setState([0.495, 0.01]);
    expect(environment.step(2).terminated).toBe(false);
    expect(() => new MountainCar({ goalVelocity: Number.NaN })).toThrow(
      'MountainCar-v0: goalVelocity must be a finite number, got NaN',
    );
  });

  it('draws the car on the slope and the flag at the goal', () => {
    const environment = new MountainCar();
    environment.setState([-Math.PI / 6, 0]);
    // The bottom of the valley: sin(3 position) = -1, where the hill is 0.1 high and level.
    expect(environment.render()).toMatch(/translate\(233\.91 346\) rotate\(-?0\)/);
    environment.setState([-1.2, 0]);
    expect(environment.render()).toContain('translate(34 ');
  });
});
