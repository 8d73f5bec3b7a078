import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberWindow } from './numberWindow.js';

const windowOf = (capacity: number, numbers: readonly number[]): NumberWindow => {
  const window = new NumberWindow(capacity);
  for (const number of numbers) window.add(number);
  return window;
};

describe('NumberWindow', () => {
  it('has quantiles at position (n - 1) p, between two numbers in proportion', () => {
    const hundredOne = Array.from({ length: 101 }, (_, index) => 100 - index);
    expect(windowOf(200, hundredOne).quantiles()).toEqual({ q05: 5, q50: 50, q95: 95 });
    expect(windowOf(200, [4, 1, 3, 2]).quantiles().q50).toBe(2.5);
    expect(windowOf(200, [7]).quantiles()).toEqual({ q05: 7, q50: 7, q95: 7 });
  });

  it('has the quantiles of the sorted numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 }), (numbers) => {
        const sorted = numbers.map((value) => value + 0).sort((a, b) => a - b);
        const at = (p: number): number => {
          const position = (numbers.length - 1) * p;
          const below = Math.floor(position);
          const [lower = 0, upper = lower] = sorted.slice(below);
          return lower + (upper - lower) * (position - below) + 0;
        };
        const { q05, q50, q95 } = windowOf(numbers.length, numbers).quantiles();
        expect([q05 + 0, q50 + 0, q95 + 0]).toEqual([at(0.05), at(0.5), at(0.95)]);
      }),
    );
    expect(new NumberWindow(3).quantiles()).toEqual({ q05: Number.NaN, q50: Number.NaN, q95: Number.NaN });
  });

  it('keeps the last numbers, and goes on from a stored state', () => {
    const series = fc.array(fc.integer(), { maxLength: 30 });
    fc.assert(
      fc.property(series, series, fc.integer({ min: 1, max: 8 }), (before, after, capacity) => {
        const window = windowOf(capacity, before);
        const restored = new NumberWindow(capacity);
        restored.restore(window.numbers());
        for (const number of after) {
          window.add(number);
          restored.add(number);
        }
        const expected = [...before, ...after].slice(-capacity);
        expect([...window.numbers()]).toEqual(expected);
        expect([...restored.numbers()]).toEqual(expected);
      }),
    );
  });

  it('forgets what it is told to', () => {
    const window = windowOf(3, [1, 2, 3, 4]);
    window.clear();
    window.add(9);
    expect([...window.numbers()]).toEqual([9]);
  });
});
