import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BoxXyxy } from '../boxes/box.js';
import { applyLetterbox } from './applyLetterbox.js';
import { solidImage } from './image.js';
import { boxToFrame, boxToOriginal, fitLetterbox } from './letterbox.js';

const size = fc.record({
  width: fc.integer({ min: 1, max: 4000 }),
  height: fc.integer({ min: 1, max: 4000 }),
});

it('a box sent to the frame and back is where it was', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(size, size, fc.tuple(share, share, share, share), (original, frame, [a, b, c, d]) => {
      const box: BoxXyxy = {
        x1: Math.min(a, b) * original.width,
        x2: Math.max(a, b) * original.width,
        y1: Math.min(c, d) * original.height,
        y2: Math.max(c, d) * original.height,
      };
      const letterbox = fitLetterbox(original, frame);
      const back = boxToOriginal(boxToFrame(box, letterbox), letterbox);
      for (const edge of ['x1', 'y1', 'x2', 'y2'] as const) expect(back[edge]).toBeCloseTo(box[edge], 6);
    }),
  );
});

it('the whole picture lies inside the frame, touches two of its sides and keeps its shape', () => {
  fc.assert(
    fc.property(size, size, (original, frame) => {
      const letterbox = fitLetterbox(original, frame);
      const whole = { x1: 0, y1: 0, x2: original.width, y2: original.height };
      const { x1, y1, x2, y2 } = boxToFrame(whole, letterbox);
      expect(Math.min(x1, y1)).toBe(0);
      expect(x2).toBeLessThanOrEqual(frame.width + 1e-6);
      expect(y2).toBeLessThanOrEqual(frame.height + 1e-6);
      // Rounding to whole pixels moves an edge by half a pixel at most; one pixel is the least there is.
      const exact = Math.min(frame.width / original.width, frame.height / original.height);
      expect(Math.abs(x2 - x1 - exact * original.width)).toBeLessThan(1);
      expect(Math.abs(y2 - y1 - exact * original.height)).toBeLessThan(1);
    }),
  );
});

it('pixels follow the boxes: bars are grey, the picture is between them', async () => {
  const image = solidImage({ width: 40, height: 20 }, [200, 10, 30]);
  const frame = { width: 32, height: 32 };
  const { data } = await applyLetterbox(image, fitLetterbox(image, frame));
  const pixel = (x: number, y: number) => [...data.slice((y * 32 + x) * 3, (y * 32 + x) * 3 + 3)];
  expect(data).toHaveLength(32 * 32 * 3);
  expect(pixel(16, 7)).toEqual([114, 114, 114]);
  expect(pixel(16, 8)).toEqual([200, 10, 30]);
  expect(pixel(31, 23)).toEqual([200, 10, 30]);
  expect(pixel(0, 24)).toEqual([114, 114, 114]);
});

it('a box in the bars comes back clipped to the picture', () => {
  const letterbox = fitLetterbox({ width: 40, height: 20 }, { width: 32, height: 32 });
  expect(boxToOriginal({ x1: -3, y1: 0, x2: 16, y2: 32 }, letterbox)).toEqual({
    x1: 0,
    y1: 0,
    x2: 20,
    y2: 20,
  });
});

it('a letterbox holds sizes and no pixels: an example that is kept would keep its original with it', () => {
  const { original, frame } = fitLetterbox(solidImage({ width: 8, height: 6 }, [0, 0, 0]), {
    width: 4,
    height: 4,
  });
  expect({ original, frame }).toEqual({ original: { width: 8, height: 6 }, frame: { width: 4, height: 4 } });
});
