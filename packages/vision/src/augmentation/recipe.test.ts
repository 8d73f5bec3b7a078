import { randomStream } from '@rectify/nn/random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BoxXyxy, boxArea } from '../boxes/box.js';
import type { LabelledObject } from '../datasets/dataset.js';
import type { PreparedExample } from '../datasets/preparedSplit.js';
import { fitLetterbox } from '../images/letterbox.js';
import { type AugmentationSettings, NO_AUGMENTATION, settingsOfEpoch } from './augmentationSettings.js';
import { drawRecipe, indicesOf, makePicture } from './recipe.js';

const frame = { width: 64, height: 32 };
const everything: AugmentationSettings = {
  horizontalFlip: true,
  verticalFlip: true,
  scale: 0.5,
  translate: 0.3,
  minimumVisibility: 0.25,
  brightness: 0.2,
  contrast: 0.4,
  hue: 0.1,
  saturation: 0.7,
  value: 0.4,
  mosaic: 0.5,
  mixup: 0.3,
  closeMosaic: 0,
};

/** Black, with one white rectangle that its box surrounds exactly. */
function oneRectangle(box: BoxXyxy = { x1: 10, y1: 6, x2: 30, y2: 16 }): PreparedExample {
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

interface Made {
  readonly pixels: Uint8Array;
  readonly objects: readonly LabelledObject[];
}

/** Makes the picture of one seed; every picture of the split is the same. */
function make(settings: Partial<AugmentationSettings>, seed: number, example = oneRectangle()): Made {
  const stream = randomStream(seed);
  const recipe = drawRecipe(0, {
    settings: { ...NO_AUGMENTATION, ...settings },
    stream,
    drawIndex: (luck) => luck.integer(9),
  });
  const pixels = new Uint8Array(example.pixels.length);
  const examples = indicesOf(recipe).map(() => example);
  return { pixels, objects: makePicture(recipe, examples, pixels) };
}

/** The smallest box around the bright pixels of a part of the frame. */
function brightBox(
  pixels: Uint8Array,
  within: BoxXyxy = { x1: 0, y1: 0, x2: frame.width, y2: frame.height },
) {
  const seen = { x1: frame.width, y1: frame.height, x2: 0, y2: 0 };
  for (let y = within.y1; y < within.y2; y++) {
    for (let x = within.x1; x < within.x2; x++) {
      if ((pixels[(y * frame.width + x) * 3] as number) < 180) continue;
      seen.x1 = Math.min(seen.x1, x);
      seen.x2 = Math.max(seen.x2, x + 1);
      seen.y1 = Math.min(seen.y1, y);
      seen.y2 = Math.max(seen.y2, y + 1);
    }
  }
  return seen;
}

function expectNear(seen: BoxXyxy, box: BoxXyxy): void {
  for (const edge of ['x1', 'y1', 'x2', 'y2'] as const) {
    expect(Math.abs(seen[edge] - box[edge]), edge).toBeLessThanOrEqual(1.2);
  }
}

const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('a varied picture', () => {
  it('without any variation is the picture, tiny objects included', () => {
    const example = oneRectangle({ x1: 10, y1: 6, x2: 11, y2: 7 });
    expect(make({}, 0, example)).toEqual({ pixels: example.pixels, objects: example.objects });
  });

  it('shows each object where its box is, whatever is drawn', () => {
    const settings = { horizontalFlip: true, verticalFlip: true, scale: 0.3, translate: 0.2 };
    const corners = new Set<string>();
    for (let seed = 0; seed < 100; seed++) {
      const { pixels, objects } = make(settings, seed);
      const [object] = objects;
      if (object === undefined) continue;
      const seen = brightBox(pixels);
      expectNear(seen, object.box);
      corners.add(`${seen.x1 < 32},${seen.y1 < 16}`);
    }
    expect(corners.size).toBe(4);
  });

  it('has its boxes inside the frame, cut to no less than the visible share and to no thinner side than two pixels', () => {
    const smallest = (1 - everything.scale) ** 2 * 20 * 10;
    const shares = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(seeds, shares, (seed, minimumVisibility) => {
        for (const { box } of make({ ...everything, minimumVisibility }, seed).objects) {
          const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
          expect(
            Math.min(box.x1, box.y1, frame.width - box.x2, frame.height - box.y2),
          ).toBeGreaterThanOrEqual(0);
          expect(Math.min(width, height)).toBeGreaterThanOrEqual(2);
          expect(width * height).toBeGreaterThanOrEqual(minimumVisibility * smallest - 1e-9);
        }
      }),
    );
  });

  it('keeps only whole objects if all of an object must be visible', () => {
    const settings = { translate: 0.3, minimumVisibility: 1 };
    const areas = Array.from({ length: 200 }, (_, seed) => make(settings, seed).objects).map(([object]) =>
      object === undefined ? 0 : boxArea(object.box),
    );
    expect(areas.some((area) => area === 0)).toBe(true);
    for (const area of areas.filter((area) => area > 0)) expect(area).toBeCloseTo(20 * 10, 9);
  });

  it('loses an object of which hardly anything is left', () => {
    const atBorder = oneRectangle({ x1: 0, y1: 0, x2: 8, y2: 8 });
    const kept = Array.from({ length: 200 }, (_, seed) => make({ translate: 0.2 }, seed, atBorder).objects);
    expect(kept.some((objects) => objects.length === 0)).toBe(true);
    for (const { box } of kept.flat())
      expect((box.x2 - box.x1) * (box.y2 - box.y1)).toBeGreaterThanOrEqual(16);
  });

  it('mirrored twice is itself', () => {
    const example = oneRectangle({ x1: 3, y1: 2, x2: 20, y2: 9 });
    const flips = { horizontalFlip: true, verticalFlip: true };
    fc.assert(
      fc.property(seeds, (seed) => {
        const once = make(flips, seed, example);
        const again = make(flips, seed, { ...example, ...once });
        expect(again).toEqual({ pixels: example.pixels, objects: example.objects });
      }),
    );
  });

  it('is decided by the stream alone', () => {
    for (let seed = 0; seed < 20; seed++) expect(make(everything, seed)).toEqual(make(everything, seed));
    expect(make(everything, 1)).not.toEqual(make(everything, 2));
  });

  it('is varied no other way when another variation is switched off', () => {
    const geometry = { horizontalFlip: true, verticalFlip: true, scale: 0.3, translate: 0.2 };
    const others = { brightness: 0.1, contrast: 0.2, hue: 0.1, saturation: 0.5, value: 0.3 };
    for (let seed = 0; seed < 20; seed++) {
      expect(make({ ...geometry, ...others }, seed).objects).toEqual(make(geometry, seed).objects);
    }
    const [still] = make({ scale: 0.3 }, 5).objects;
    const [moved] = make({ scale: 0.3, translate: 0.1 }, 5).objects;
    const widthOf = (object?: LabelledObject) => (object ? object.box.x2 - object.box.x1 : Number.NaN);
    expect(widthOf(moved)).toBeCloseTo(widthOf(still), 9);
  });

  it('changes its light within the bounds', () => {
    const example = oneRectangle();
    const { pixels } = make({ brightness: 0.1, contrast: 0.2 }, 5);
    // Black is 128 from mid-grey: at most 0.2 * 128 of contrast and 0.1 * 255 of brightness.
    expect(Math.min(...pixels)).toBeLessThanOrEqual(52);
    expect(pixels).not.toEqual(example.pixels);
  });
});

describe('a mosaic', () => {
  it('shows four pictures with their objects, each in its quarter', () => {
    // In the middle of the picture, so that every quarter sees it when the centre is in the middle too.
    const example = oneRectangle({ x1: 24, y1: 12, x2: 40, y2: 20 });
    const counts = new Set<number>();
    for (let seed = 0; seed < 100; seed++) {
      const settings = { mosaic: 1, horizontalFlip: true, verticalFlip: true, scale: 0.3 };
      const { pixels, objects } = make(settings, seed, example);
      counts.add(objects.length);
      for (const { box } of objects) {
        const around = {
          x1: Math.max(0, Math.floor(box.x1) - 1),
          y1: Math.max(0, Math.floor(box.y1) - 1),
          x2: Math.min(frame.width, Math.ceil(box.x2) + 1),
          y2: Math.min(frame.height, Math.ceil(box.y2) + 1),
        };
        expectNear(brightBox(pixels, around), box);
      }
    }
    expect(Math.max(...counts)).toBe(4);
  });

  it('takes the picture asked for and three others, and a mixup at most four more', () => {
    const draw = (settings: Partial<AugmentationSettings>) =>
      drawRecipe(100, {
        settings: { ...NO_AUGMENTATION, ...settings },
        stream: randomStream(0),
        drawIndex: (luck) => luck.integer(9),
      });
    const indices = indicesOf(draw({ mosaic: 1, mixup: 1 }));
    expect(indices).toHaveLength(8);
    expect(indices[0]).toBe(100);
    expect(Math.max(...indices.slice(1))).toBeLessThan(9);
    expect(indicesOf(draw({ mosaic: 1 }))).toEqual(indices.slice(0, 4));
    expect(indicesOf(draw({ mixup: 1 }))).toEqual([100, indices[4]]);
    expect(indicesOf(draw({}))).toEqual([100]);
  });

  it('leaves out the bars of its pictures', () => {
    const letterbox = fitLetterbox({ width: 32, height: 32 }, frame);
    const pixels = new Uint8Array(frame.width * frame.height * 3).fill(114);
    for (let y = 0; y < frame.height; y++) pixels.fill(255, (y * 64 + 16) * 3, (y * 64 + 48) * 3);
    const bars = { id: 'bars', letterbox, pixels, objects: [] };
    for (let seed = 0; seed < 10; seed++) {
      // The centre is at most half the frame's width or height away from the middle: white surrounds it on all sides.
      const { pixels: made } = make({ mosaic: 1 }, seed, bars);
      const row = Array.from({ length: 64 }, (_, x) => made[(16 * 64 + x) * 3]);
      expect(row.slice(row.indexOf(255), row.lastIndexOf(255) + 1).every((value) => value === 255)).toBe(
        true,
      );
    }
  });

  it('is over before the last epochs', () => {
    const settings = { ...everything, closeMosaic: 3 };
    expect(settingsOfEpoch(settings, 6, 10)).toEqual(settings);
    expect(settingsOfEpoch(settings, 7, 10)).toEqual({ ...settings, mosaic: 0, mixup: 0 });
    expect(settingsOfEpoch(settings, 0, 2).mosaic).toBe(0);
  });
});

it('a mixup is the mean of two pictures and has the objects of both', () => {
  const { pixels, objects } = make({ mixup: 1, horizontalFlip: true, translate: 0.5 }, 3);
  const [first, second] = objects;
  if (first === undefined || second === undefined) throw new Error('an object is lost');
  expect(first.box).not.toEqual(second.box);
  expect(new Set(pixels)).toContain(128);
});
