import { expect, it } from 'vitest';
import { annotateImage } from './annotate.js';
import { decodeImage } from './decode.js';
import { type RgbImage, solidImage } from './image.js';
import { placeLabels } from './labelPlacement.js';
import { classColour, readableOn } from './palette.js';
import { comparisonSheet } from './sheet.js';
import { textPath } from './text.js';

function pixel({ width, data }: RgbImage, x: number, y: number): number[] {
  return [...data.slice((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

function rgb(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

const canvas = solidImage({ width: 400, height: 300 }, [90, 90, 90]);
const box = { x1: 100, y1: 100, x2: 200, y2: 180 };

it('draws the outline in the colour of the class and leaves the inside alone', async () => {
  const drawn = await annotateImage(canvas, [{ box, classIndex: 1 }], { classes: ['a', 'b'] });
  expect([drawn.width, drawn.height]).toEqual([400, 300]);
  expect(pixel(drawn, 150, 180)).toEqual(rgb(classColour(1)));
  expect(pixel(drawn, 200, 140)).toEqual(rgb(classColour(1)));
  expect(pixel(drawn, 150, 140)).toEqual([90, 90, 90]);
});

it('writes the label above the box: ink in the text colour on the class colour', async () => {
  const drawn = await annotateImage(canvas, [{ box, classIndex: 0, score: 0.93 }], { classes: ['RBC'] });
  const [label, ink] = [rgb(classColour(0)), rgb(readableOn(classColour(0)))];
  let [labelPixels, inkPixels] = [0, 0];
  for (let y = 84; y < 99; y++) {
    for (let x = 100; x < 165; x++) {
      const colour = pixel(drawn, x, y);
      if (colour.every((value, channel) => value === label[channel])) labelPixels++;
      if (colour.every((value, channel) => Math.abs(value - (ink[channel] ?? 0)) < 60)) inkPixels++;
    }
  }
  expect(labelPixels).toBeGreaterThan(300);
  expect(inkPixels).toBeGreaterThan(60);
});

it('enlarges a small picture so that labels can be read, boxes included', async () => {
  const small = solidImage({ width: 96, height: 96 }, [90, 90, 90]);
  const drawn = await annotateImage(small, [{ box: { x1: 24, y1: 40, x2: 48, y2: 80 }, classIndex: 0 }], {
    classes: ['0'],
  });
  expect(drawn.width).toBe(384);
  expect(pixel(drawn, 150, 320)).toEqual(rgb(classColour(0)));
});

it('labels and lines grow with the picture', async () => {
  const large = solidImage({ width: 1600, height: 1200 }, [90, 90, 90]);
  const boxes = [{ box: { x1: 400, y1: 400, x2: 800, y2: 800 }, classIndex: 0 }];
  const coloured = async (fontSize?: number) => {
    const options = { classes: ['RBC'], ...(fontSize !== undefined && { fontSize }) };
    const drawn = await annotateImage(large, boxes, options);
    const heights = Array.from({ length: 300 }, (_, row) => pixel(drawn, 401, 200 + row));
    return heights.filter((colour) => colour.join() === rgb(classColour(0)).join()).length;
  };
  // 1600 / 80 = 20 pixels.
  expect(await coloured()).toBe(await coloured(20));
  expect(await coloured()).toBeGreaterThan(1.5 * (await coloured(12)));
});

it('labels of neighbours do not cover each other', () => {
  const label = { width: 60, height: 16 };
  const items = [0, 5, 10].map((shift) => ({
    label,
    box: { x1: 50 + shift, y1: 50, x2: 150 + shift, y2: 120 },
  }));
  const places = placeLabels(items, { width: 300, height: 200 }).flatMap((place) => place ?? []);
  for (const [index, first] of places.entries()) {
    for (const second of places.slice(index + 1)) {
      expect(Math.abs(first.x - second.x) >= 60 || Math.abs(first.y - second.y) >= 16).toBe(true);
    }
  }
});

it('a label that would cover others is left out where that is asked for', () => {
  const item = { label: { width: 60, height: 16 }, box: { x1: 0, y1: 0, x2: 60, y2: 16 } };
  const frame = { width: 60, height: 32 };
  expect(placeLabels([item, item, item], frame, 'omit')).toEqual([
    { x: 0, y: 0 },
    { x: 0, y: 16 },
    undefined,
  ]);
  expect(placeLabels([item, item, item], frame)[2]).toEqual({ x: 0, y: 0 });
});

it('a label stays inside the picture', () => {
  const [place] = placeLabels(
    [{ label: { width: 60, height: 16 }, box: { x1: 90, y1: 0, x2: 100, y2: 20 } }],
    {
      width: 100,
      height: 40,
    },
  );
  expect(place).toEqual({ x: 40, y: 0 });
});

it('text is outlines of the bundled font, wider for more characters', () => {
  const at = { x: 0, y: 20, fontSize: 20 };
  expect(textPath('RBC', at).path).toMatch(/^M/);
  // DejaVu Sans: every digit is 1303 of 2048 units wide.
  expect(textPath('0123', at).width).toBeCloseTo((4 * 1303 * 20) / 2048, 6);
  expect(textPath('', at)).toEqual({ path: '', width: 0 });
});

it('every class has its own colour', () => {
  expect(new Set(Array.from({ length: 40 }, (_, index) => classColour(index))).size).toBe(40);
  expect(classColour(20)).toMatch(/^#[0-9a-f]{6}$/);
});

it('a sheet is one WebP picture, truth beside prediction', async () => {
  const entry = { image: canvas, truths: [{ box, classIndex: 0 }], detections: [] };
  const sheet = await decodeImage(
    await comparisonSheet([entry, entry, entry], { classes: ['RBC'], columns: 1 }),
  );
  expect(sheet.width).toBeGreaterThan(2 * 400);
  expect(sheet.width).toBeLessThan(3 * 400);
  expect(sheet.height).toBeGreaterThan(3 * 300);
  await expect(comparisonSheet([], { classes: [] })).rejects.toThrow(RangeError);
});
