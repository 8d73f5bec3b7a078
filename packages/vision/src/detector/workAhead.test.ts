import { describe, expect, it } from 'vitest';
import { workAhead } from './workAhead.js';

/** Work whose results are given by hand; it records what was begun. */
function manual(options: { ahead: number; end: number }) {
  const begun: number[] = [];
  const ends = new Map<number, { resolve: (value: string) => void; reject: (error: Error) => void }>();
  const work = (place: number) => {
    begun.push(place);
    return new Promise<string>((resolve, reject) => ends.set(place, { resolve, reject }));
  };
  return { begun, ends, ahead: workAhead({ ...options, work }) };
}

describe('work ahead', () => {
  it('begins what comes next, once, and nothing behind the end', async () => {
    const { begun, ends, ahead } = manual({ ahead: 2, end: 5 });
    const first = ahead.take(0);
    expect(begun).toEqual([0, 1, 2]);
    ends.get(0)?.resolve('zero');
    expect(await first).toBe('zero');
    void ahead.take(1);
    expect(begun).toEqual([0, 1, 2, 3]);
    void ahead.take(4);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives the results of places, in whatever order they were ready', async () => {
    const { ends, ahead } = manual({ ahead: 1, end: 9 });
    const first = ahead.take(0);
    ends.get(1)?.resolve('one');
    ends.get(0)?.resolve('zero');
    expect([await first, await ahead.take(1)]).toEqual(['zero', 'one']);
  });

  it('throws an error to whoever takes that place, and to nobody else', async () => {
    const { ends, ahead } = manual({ ahead: 1, end: 9 });
    const first = ahead.take(0);
    ends.get(1)?.reject(new Error('broken.jpg'));
    await new Promise((resolve) => setImmediate(resolve));
    ends.get(0)?.resolve('zero');
    expect(await first).toBe('zero');
    await expect(ahead.take(1)).rejects.toThrow('broken.jpg');
  });

  it('once closed waits for what is under way and begins nothing', async () => {
    const { begun, ends, ahead } = manual({ ahead: 1, end: 9 });
    void ahead.take(0);
    let isClosed = false;
    const closing = ahead.close().then(() => {
      isClosed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    ends.get(1)?.reject(new Error('late'));
    await closing;
    void ahead.take(1);
    expect(begun).toEqual([0, 1, 1]);
  });
});
