import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { Box } from './box.js';
import { Discrete } from './discrete.js';

describe('Discrete', () => {
  it('contains its integers and nothing else', () => {
    const space = new Discrete(3, -1);
    for (const inside of [-1, 0, 1]) expect(space.contains(inside)).toBe(true);
    for (const outside of [-2, 2, 0.5, Number.NaN, Infinity, '0', undefined]) {
      expect(space.contains(outside)).toBe(false);
    }
  });

  it('samples every value about equally often', () => {
    const space = new Discrete(3, -1);
    const stream = randomStream(1);
    const counts = new Map<number, number>();
    for (let draw = 0; draw < 3000; draw++) {
      const value = space.sample(stream);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses the size %s', (size) => {
    expect(() => new Discrete(size)).toThrow(`Discrete: size must be a positive integer, got ${size}`);
  });
});

describe('Box', () => {
  const space = new Box({ low: [-1, 0, -Infinity, -Infinity], high: [1, Infinity, 0, Infinity] });

  it('contains arrays between its bounds, bounds included', () => {
    expect(space.shape).toEqual([4]);
    expect(space.contains(Float32Array.of(1, 0, 0, -1e30))).toBe(true);
    expect(space.contains(Float32Array.of(-1, Infinity, -5, 7))).toBe(true);
  });

  it.each([
    ['beyond a bound', Float32Array.of(1.001, 0, 0, 0)],
    ['NaN', Float32Array.of(0, 0, 0, Number.NaN)],
    ['a wrong length', Float32Array.of(0, 0, 0)],
    ['a wrong type', [0, 0, 0, 0]],
  ])('does not contain %s', (_, value) => {
    expect(space.contains(value)).toBe(false);
  });

  it('samples inside its bounds, with the distribution that each pair of bounds asks for', () => {
    const stream = randomStream(2);
    const samples = Array.from({ length: 4000 }, () => space.sample(stream));
    expect(samples.every((sample) => space.contains(sample))).toBe(true);
    const mean = (column: number): number =>
      samples.reduce((sum, sample) => sum + (sample[column] as number), 0) / samples.length;
    // Means of uniform(-1, 1), 0 + Exp(1), 0 - Exp(1) and a standard normal; five standard errors is below 0.08.
    [0, 1, -1, 0].forEach((expected, column) => {
      expect(Math.abs(mean(column) - expected)).toBeLessThan(0.08);
    });
  });

  it('writes itself with its bounds, or with its shape where all bounds are alike', () => {
    expect(`${space}`).toBe('Box([-1, 0, -Infinity, -Infinity], [1, Infinity, 0, Infinity])');
    const image = new Box({
      low: new Float32Array(12),
      high: new Float32Array(12).fill(1),
      shape: [3, 2, 2],
    });
    expect(`${image}`).toBe('Box(0, 1, [3, 2, 2])');
  });

  it('refuses bounds that cross, are NaN or do not fill the shape', () => {
    expect(() => new Box({ low: [1], high: [0] })).toThrow(
      'Box: low must not exceed high, got 1 and 0 at index 0',
    );
    expect(() => new Box({ low: [Number.NaN], high: [0] })).toThrow(RangeError);
    expect(() => new Box({ low: [0, 0], high: [1, 1], shape: [3] })).toThrow(
      'Box: shape [3] needs 3 bounds, got 2 low and 2 high',
    );
  });
});
