import { expect, it } from 'vitest';
import { timeDetection } from './detection.js';

it('every part of a detection gets a time', async () => {
  let processor = 0;
  const shares: number[] = [];
  const timings = await timeDetection({
    processorMs: () => processor++,
    onShare: (share) => shares.push(share),
    rounds: 1,
  });
  expect(timings.map(({ work }) => work)).toEqual([
    'decode a JPEG of 320x240',
    'network and boxes, 1 view',
    'network and boxes, 2 views',
    'both, 1 view: from the bytes to the boxes',
    'both, 2 views',
    'both, 2 views, every cell a candidate',
    'both, 2 views, from 1280x960',
  ]);
  for (const { medianMs, low, high, runs, processorMs } of timings) {
    expect(low > 0 && low <= medianMs && medianMs <= high).toBe(true);
    // The clock above goes by one between two looks.
    expect(processorMs).toBeCloseTo(1 / runs, 12);
  }
  expect(shares.at(-1)).toBe(1);
}, 60_000);
