import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solidImage } from '../images/image.js';
import type { DatasetSplit } from './dataset.js';
import { prepareSplit } from './preparedSplit.js';

const frame = { width: 16, height: 16 };
const pictureBytes = 16 * 16 * 3;

/** Example i is a picture of colour i; `reads` records who was asked for. */
function recordingSplit(length: number, isEndless = false) {
  const reads: number[] = [];
  const split: DatasetSplit = {
    name: 'recording',
    length,
    isEndless,
    warnings: [],
    example: async (index) => {
      reads.push(index);
      if (index === 7) throw new Error('seven.jpg is broken');
      return { id: String(index), image: solidImage(frame, [index, 0, 0]), objects: [] };
    },
  };
  return { split, reads };
}

describe('a prepared split', () => {
  it('keeps the first to come up to the bound, whatever the order, and always gives the right one', async () => {
    const places = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(places, fc.integer({ min: 0, max: 9 }), async (order, room) => {
        const { split, reads } = recordingSplit(7);
        const prepared = prepareSplit(split, frame, { cacheBytes: room * pictureBytes + 1 });
        for (const index of order) expect((await prepared.example(index)).pixels[0]).toBe(index);
        const kept = [...new Set(order)].slice(0, room);
        const expected = order.filter(
          (index, place) => !kept.includes(index) || order.indexOf(index) === place,
        );
        expect(reads).toEqual(expected);
      }),
    );
  });

  it('reads once what is asked for twice at the same time', async () => {
    const { split, reads } = recordingSplit(3);
    const prepared = prepareSplit(split, frame, { cacheBytes: 0 });
    const [first, second] = await Promise.all([prepared.example(1), prepared.example(1)]);
    expect(first).toBe(second);
    expect(reads).toEqual([1]);
    await prepared.example(1);
    expect(reads).toEqual([1, 1]);
  });

  it('keeps nothing of an endless split', async () => {
    const { split, reads } = recordingSplit(3, true);
    const prepared = prepareSplit(split, frame);
    await prepared.example(12);
    await prepared.example(12);
    expect(reads).toEqual([12, 12]);
  });

  it('throws the error of the example asked for, each time anew', async () => {
    const { split, reads } = recordingSplit(9);
    const prepared = prepareSplit(split, frame);
    const [broken, whole] = await Promise.allSettled([prepared.example(7), prepared.example(6)]);
    expect([broken.status, whole.status]).toEqual(['rejected', 'fulfilled']);
    await expect(prepared.example(7)).rejects.toThrow('seven.jpg is broken');
    expect(reads).toEqual([7, 6, 7]);
  });
});
