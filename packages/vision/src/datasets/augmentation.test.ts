import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { fitLetterbox } from '../images/letterbox.js';
import { type AugmentationSettings, augment } from './augmentation.js';
import type { PreparedExample } from './preparedSplit.js';

const frame = { width: 64, height: 32 };
const none: AugmentationSettings = {
  horizontalFlip: false,
  verticalFlip: false,
  zoom: 0,
  shift: 0,
  brightness: 0,
  contrast: 0,
};

/** Black, with one white rectangle that its box surrounds exactly. */
function oneRectangle(box = { x1: 10, y1: 6, x2: 30, y2: 16 }): PreparedExample {
  const pixels = new Uint8Array(frame.width * frame.height * 3);
  for (let y = box.y1; y < box.y2; y++) {
    pixels.fill(255, (y * frame.width + box.x1) * 3, (y * frame.width + box.x2) * 3);
  }
  return {
    id: 'one',
    letterbox: fitLetterbox(frame, frame),
    pixels,
    objects: [{ classIndex: 2, box, isDifficult: false }],
  };
}

function brightBox(pixels: Uint8Array) {
  const seen = { x1: frame.width, y1: frame.height, x2: 0, y2: 0 };
  for (let pixel = 0; pixel < frame.width * frame.height; pixel++) {
    if ((pixels[pixel * 3] as number) < 180) continue;
    const [x, y] = [pixel % frame.width, Math.floor(pixel / frame.width)];
    seen.x1 = Math.min(seen.x1, x);
    seen.x2 = Math.max(seen.x2, x + 1);
    seen.y1 = Math.min(seen.y1, y);
    seen.y2 = Math.max(seen.y2, y + 1);
  }
  return seen;
}

describe('augmentation', () => {
  it('without any variation copies picture and boxes', () => {
    const example = oneRectangle();
    const out = new Uint8Array(example.pixels.length);
    expect(augment(example, out, { settings: none, stream: randomStream(0) })).toEqual(example.objects);
    expect(out).toEqual(example.pixels);
  });

  it('boxes move with the pixels, whatever is drawn', () => {
    const settings = { ...none, horizontalFlip: true, verticalFlip: true, zoom: 0.3, shift: 0.2 };
    const stream = randomStream(3);
    const out = new Uint8Array(frame.width * frame.height * 3);
    const corners = new Set<string>();
    for (let draw = 0; draw < 100; draw++) {
      const [object] = augment(oneRectangle(), out, { settings, stream });
      if (object === undefined) continue;
      const seen = brightBox(out);
      for (const edge of ['x1', 'y1', 'x2', 'y2'] as const) {
        expect(Math.abs(seen[edge] - object.box[edge])).toBeLessThanOrEqual(1.2);
      }
      corners.add(`${seen.x1 < 32},${seen.y1 < 16}`);
    }
    expect(corners.size).toBe(4);
  });

  it('drops a box that is hardly left in the frame', () => {
    const atBorder = oneRectangle({ x1: 0, y1: 0, x2: 8, y2: 8 });
    const out = new Uint8Array(atBorder.pixels.length);
    const stream = randomStream(1);
    const kept = Array.from({ length: 200 }, () =>
      augment(atBorder, out, { settings: { ...none, shift: 0.2 }, stream }),
    );
    expect(kept.some((objects) => objects.length === 0)).toBe(true);
    for (const { box } of kept.flat()) {
      expect((box.x2 - box.x1) * (box.y2 - box.y1)).toBeGreaterThanOrEqual(16);
    }
  });

  it('light changes stay within their bounds, and the same stream gives the same picture', () => {
    const settings = { ...none, brightness: 0.1, contrast: 0.2 };
    const example = oneRectangle();
    const [first, second] = [new Uint8Array(example.pixels.length), new Uint8Array(example.pixels.length)];
    augment(example, first, { settings, stream: randomStream(5) });
    augment(example, second, { settings, stream: randomStream(5) });
    expect(first).toEqual(second);
    // Black is 128 from mid-grey: at most 0.2 * 128 of contrast and 0.1 * 255 of brightness.
    expect(Math.min(...first)).toBeLessThanOrEqual(52);
    expect(first).not.toEqual(example.pixels);
  });
});
