import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { createDetector } from './detector.js';
import { meanOfViews, viewsOf } from './mirroredViews.js';
import { predictionLayout } from './predictionLayout.js';
import { DETECTOR_PRESETS } from './presets.js';
import { VIEW_COUNTS, type ViewCount } from './viewCount.js';

const size = { width: 3, height: 2 };

/** Pixels of one letter each. */
const pixelsOf = (letters: string) =>
  Uint8Array.from([...letters].flatMap((letter) => Array(3).fill(letter.charCodeAt(0))));

describe('the views of a picture', () => {
  it('are the picture, its mirror image, and both upside down', () => {
    const views = viewsOf(pixelsOf('abcdef'), size, 4);
    expect(views).toEqual(['abcdef', 'cbafed', 'defabc', 'fedcba'].map(pixelsOf));
  });

  it('are as many as asked for', () => {
    for (const count of VIEW_COUNTS) expect(viewsOf(pixelsOf('abcdef'), size, count)).toHaveLength(count);
    expect(() => viewsOf(pixelsOf('abcdef'), size, 3 as ViewCount)).toThrow(
      'detector: views must be one of 1, 2, 4, got 3',
    );
  });
});

const architecture = {
  ...DETECTOR_PRESETS.photographs.architecture,
  inputSize: { width: 48, height: 32 },
  scales: 2,
};
const layout = predictionLayout(architecture);
const { inputSize } = architecture;

type Cell = readonly [x1: number, y1: number, x2: number, y2: number, ...logits: number[]];

/** A cell of each map by its column and row, and their values, channel by channel. */
function mapsOf(cellAt: (scale: number, column: number, row: number) => Cell): Float64Array {
  const cells = layout.scales.flatMap(({ grid: { width, height } }, scale) =>
    Array.from({ length: width * height }, (_, cell) =>
      cellAt(scale, cell % width, Math.floor(cell / width)),
    ),
  );
  const channels = cells[0]?.length ?? 0;
  return Float64Array.from({ length: channels * cells.length }, (_, place) => {
    const cell = cells[place % cells.length] as Cell;
    return cell[Math.floor(place / cells.length)] as number;
  });
}

/** Something else in each cell. */
function cellAt(scale: number, column: number, row: number): Cell {
  const luck = randomStream(7).split(`${scale} ${column} ${row}`);
  const [x1, y1] = [luck.uniform(0, 40), luck.uniform(0, 20)];
  return [
    x1,
    y1,
    x1 + luck.uniform(1, 8),
    y1 + luck.uniform(1, 8),
    luck.normal(),
    luck.normal(),
    luck.normal(),
  ];
}

describe('the mean of views', () => {
  it('is the prediction itself for a network to which left and right, up and down are the same', () => {
    const views = [0, 1, 2, 3].map((view) =>
      mapsOf((scale, column, row) => {
        const { width, height } = layout.scales[scale]?.grid ?? inputSize;
        const [isMirrored, isUpsideDown] = [view % 2 === 1, view >= 2];
        const [x1, y1, x2, y2, ...logits] = cellAt(
          scale,
          isMirrored ? width - 1 - column : column,
          isUpsideDown ? height - 1 - row : row,
        );
        const [left, right] = isMirrored ? [48 - x2, 48 - x1] : [x1, x2];
        const [top, bottom] = isUpsideDown ? [32 - y2, 32 - y1] : [y1, y2];
        return [left, top, right, bottom, ...logits];
      }),
    );
    for (const count of VIEW_COUNTS) {
      const mean = meanOfViews(views.slice(0, count), layout, inputSize);
      for (const [place, value] of mapsOf(cellAt).entries()) expect(mean[place]).toBeCloseTo(value, 9);
    }
  });

  it('weighs all views alike', () => {
    const constant = (value: number) => mapsOf(() => [9, 9, 9, 9, value, 0, 0]);
    const mean = meanOfViews([1, 2, 3, 6].map(constant), layout, inputSize);
    expect(mean[4 * layout.cellCount]).toBe(3);
  });
});

it.each([2, 4] as const)('on a mirror image the mirror image is found, with %i views', async (views) => {
  const detector = await createDetector({ classes: ['a', 'b'], architecture, seed: 3 });
  const luck = randomStream(5).split('pixels');
  const picture = Uint8Array.from({ length: 48 * 32 * 3 }, () => luck.integer(256));
  const mirrorImage = viewsOf(picture, inputSize, 2)[1] as Uint8Array;
  // Every cell of the untrained network is reported, and none suppressed.
  const find = async (pixels: Uint8Array) => {
    const [found = []] = await detector.network.detect([pixels], {
      scoreThreshold: 0,
      iouThreshold: 1,
      views,
    });
    return found.map(({ box, score }) => ({ ...box, score }));
  };
  const expected = (await find(picture)).map(({ x1, x2, ...others }) => ({
    ...others,
    x1: 48 - x2,
    x2: 48 - x1,
  }));
  const found = await find(mirrorImage);
  expect(found).toHaveLength(layout.cellCount);
  for (const box of expected) {
    const distances = found.map((other) =>
      Math.max(
        ...(['x1', 'y1', 'x2', 'y2', 'score'] as const).map((part) => Math.abs(box[part] - other[part])),
      ),
    );
    expect(Math.min(...distances)).toBeLessThan(1e-3);
  }
});
