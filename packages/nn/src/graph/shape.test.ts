import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { broadcastShapes, normalizeAxis, rowMajorStrides, sameShape, sizeOf } from './shape.js';

describe('broadcastShapes', () => {
  // The examples of NumPy's chapter on broadcasting.
  it.each([
    [[256, 256, 3], [3], [256, 256, 3]],
    [
      [8, 1, 6, 1],
      [7, 1, 5],
      [8, 7, 6, 5],
    ],
    [[5, 4], [1], [5, 4]],
    [
      [15, 3, 5],
      [15, 1, 5],
      [15, 3, 5],
    ],
    [
      [15, 3, 5],
      [3, 1],
      [15, 3, 5],
    ],
    [[], [2, 3], [2, 3]],
    [[], [], []],
  ])('stretches %j and %j to %j', (a, b, expected) => {
    expect(broadcastShapes(a, b)).toEqual(expected);
    expect(broadcastShapes(b, a)).toEqual(expected);
  });

  it.each([
    [[3], [4]],
    [
      [2, 1],
      [8, 4, 3],
    ],
    [[2, 3], [2]],
  ])('refuses %j and %j', (a, b) => {
    expect(broadcastShapes(a, b)).toBeNull();
  });

  it('is what remains when an axis of one operand is dropped or made 1', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 5 });
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (shape, dropped, mask) => {
        const narrowed = shape.map((size, axis) => ((mask >> axis) & 1 ? 1 : size));
        expect(broadcastShapes(shape, narrowed.slice(dropped % (shape.length + 1)))).toEqual(shape);
      }),
    );
  });
});

describe('shapes', () => {
  it('have a size, 1 for a scalar and 0 for an empty axis', () => {
    expect([sizeOf([2, 3, 4]), sizeOf([]), sizeOf([2, 0])]).toEqual([24, 1, 0]);
  });

  it('have row-major strides', () => {
    expect(rowMajorStrides([2, 3, 4])).toEqual([12, 4, 1]);
    expect(rowMajorStrides([])).toEqual([]);
  });

  it('are equal only with the same axes', () => {
    expect(sameShape([2, 3], [2, 3])).toBe(true);
    expect(sameShape([2, 3], [3, 2])).toBe(false);
    expect(sameShape([2], [2, 1])).toBe(false);
  });

  it('count a negative axis from the end', () => {
    expect([
      normalizeAxis('argMax', -1, 3),
      normalizeAxis('argMax', -3, 3),
      normalizeAxis('argMax', 2, 3),
    ]).toEqual([2, 0, 2]);
    expect(() => normalizeAxis('argMax', 3, 3)).toThrow(
      'argMax: axis must be an integer from -3 to 2, got 3',
    );
    expect(() => normalizeAxis('argMax', 0.5, 3)).toThrow(
      'argMax: axis must be an integer from -3 to 2, got 0.5',
    );
  });
});
