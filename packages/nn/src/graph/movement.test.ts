import { describe, expect, it } from 'vitest';
import { input } from './leaves.js';
import { broadcastTo, concat, gather, reshape, slice, transpose } from './movement.js';

describe('movement', () => {
  it('returns its input where nothing moves', () => {
    const x = input('x', [2, 3]);
    expect(reshape(x, [2, 3])).toBe(x);
    expect(broadcastTo(x, [2, 3])).toBe(x);
    expect(concat([x], 0)).toBe(x);
  });

  it('keeps the type of the elements', () => {
    const bytes = input('bytes', [2, 3], 'uint8');
    const index = input('index', [2, 1], 'int32');
    const moved = [
      reshape(bytes, [3, 2]),
      broadcastTo(bytes, [4, 2, 3]),
      transpose(bytes, [1, 0]),
      concat([bytes, bytes], 0),
      slice(bytes, [
        { start: 0, end: 1 },
        { start: 0, end: 3 },
      ]),
      gather(bytes, index, 1),
    ];
    expect(moved.map(({ dataType }) => dataType)).toEqual(moved.map(() => 'uint8'));
  });
});

describe('transpose', () => {
  it('takes more than ten axes', () => {
    const shape = Array.from({ length: 12 }, (_, axis) => axis + 1);
    const reversed = [...shape.keys()].reverse();
    expect(transpose(input('x', shape), reversed).shape).toEqual(shape.toReversed());
  });
});
