import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { voteOnBox } from './boxVoting.js';
import type { ClassifiedBox } from './nonMaximumSuppression.js';
import { iou } from './overlap.js';

const classified = (x1: number, score: number, classIndex = 0): ClassifiedBox => ({
  box: { x1, y1: 0, x2: x1 + 10, y2: 10 },
  score,
  classIndex,
});

const candidate = fc
  .record({
    x: fc.double({ min: 0, max: 10, noNaN: true }),
    score: fc.double({ min: 0.01, max: 1, noNaN: true }),
  })
  .map(({ x, score }) => classified(x, score));

describe('box voting', () => {
  it('weights by score times overlap', () => {
    const detection = classified(0, 0.8);
    const neighbour = classified(2, 0.4);
    // 8 of 12 pixels of width are shared: IoU 2/3.
    expect(iou(detection.box, neighbour.box)).toBeCloseTo(2 / 3, 12);
    const expected = (0.4 * (2 / 3) * 2) / (0.8 + 0.4 * (2 / 3));
    const { x1, y1, x2, y2 } = voteOnBox(detection, [detection, neighbour], 0.5);
    expect(x1).toBeCloseTo(expected, 12);
    expect(x2).toBeCloseTo(expected + 10, 12);
    expect([y1, y2]).toEqual([0, 10]);
  });

  it('leaves out other classes and boxes that overlap too little', () => {
    const detection = classified(0, 0.8);
    const voters = [detection, classified(1, 0.9, 1), classified(4, 0.9)];
    expect(voteOnBox(detection, voters, 0.5)).toEqual(detection.box);
  });

  it('keeps a box without a vote', () => {
    const pointless = { ...classified(3, 0.5), box: { x1: 3, y1: 3, x2: 3, y2: 3 } };
    expect(voteOnBox(pointless, [pointless], 0.5)).toEqual(pointless.box);
    const unlikely = classified(3, 0);
    expect(voteOnBox(unlikely, [unlikely], 0.5)).toEqual(unlikely.box);
  });

  it('stays between the voters', () => {
    fc.assert(
      fc.property(candidate, fc.array(candidate, { maxLength: 8 }), (detection, others) => {
        const voters = [detection, ...others];
        const { x1 } = voteOnBox(detection, voters, 0.5);
        expect(x1).toBeGreaterThanOrEqual(Math.min(...voters.map(({ box }) => box.x1)) - 1e-9);
        expect(x1).toBeLessThanOrEqual(Math.max(...voters.map(({ box }) => box.x1)) + 1e-9);
      }),
    );
  });
});
