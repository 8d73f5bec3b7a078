import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from './random.js';

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);

describe('randomStream', () => {
  it('repeats itself for the same seed and differs for another', () => {
    const first = randomStream(7);
    const again = randomStream(7);
    const other = randomStream(8);
    const numbers = draw(100, () => first.uniform());
    expect(draw(100, () => again.uniform())).toEqual(numbers);
    expect(draw(100, () => other.uniform())).not.toEqual(numbers);
  });

  it('splits into streams that do not depend on what the parent drew', () => {
    const fresh = randomStream(1).split('replay');
    const parent = randomStream(1);
    draw(10, () => parent.normal());
    expect(draw(20, () => parent.split('replay').integer(1000))).toEqual(
      draw(20, () => randomStream(1).split('replay').integer(1000)),
    );
    expect(fresh.uniform()).not.toBe(randomStream(1).split('weights').uniform());
  });

  it('gives different streams to every pair of seeds and names', () => {
    const seen = new Set<number>();
    for (let seed = 0; seed < 200; seed++) {
      for (const name of ['a', 'b', 'ab', 'ba', '1', '11'])
        seen.add(randomStream(seed).split(name).uniform());
    }
    expect(seen.size).toBe(1200);
  });

  it('continues from a stored state', () => {
    const stream = randomStream(3);
    draw(5, () => stream.uniform());
    const state = stream.state();
    const expected = draw(10, () => stream.uniform());
    const resumed = randomStream(99);
    resumed.restore(JSON.parse(JSON.stringify(state)) as number[]);
    expect(draw(10, () => resumed.uniform())).toEqual(expected);
  });

  it('draws standard normal and uniform numbers', () => {
    const stream = randomStream(11);
    const normals = draw(20_000, () => stream.normal());
    const mean = normals.reduce((sum, value) => sum + value, 0) / normals.length;
    const variance = normals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normals.length;
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(20_000));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / 20_000));
    const uniforms = draw(20_000, () => stream.uniform(2, 4));
    expect(Math.min(...uniforms)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...uniforms)).toBeLessThan(4);
  });

  it('fills arrays with uniform numbers below 1, to the last bit', () => {
    const values = randomStream(5).fillUniform(new Float32Array(100_000));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * values.length));
    expect(Math.min(...values.subarray(0, 10_000))).toBeGreaterThanOrEqual(0);
    expect(values.every((value) => value < 1 && Number.isInteger(value * 2 ** 24))).toBe(true);
    expect(randomStream(5).fillUniform(new Float32Array(3))).toEqual(values.slice(0, 3));
  });

  it('shuffles without losing anything', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
        const shuffled = randomStream(seed).shuffle([...items]);
        expect(shuffled.sort()).toEqual([...items].sort());
      }),
    );
  });

  it.each([-1, 1.5, Number.NaN, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => randomStream(seed)).toThrow(RangeError);
  });
});
