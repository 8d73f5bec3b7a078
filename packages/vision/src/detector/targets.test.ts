import { compilePredictor, createEngine, createModelState, sequential } from '@rectify/nn';
import { randomStream } from '@rectify/nn/random';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BoxXyxy, xyxyToCxcywh } from '../boxes/box.js';
import type { LabelledObject } from '../datasets/dataset.js';
import { type ArchitectureOptions, architectureSettings } from './architectureSettings.js';
import { BOX_CHANNELS, decodeBoxes } from './boxDecoding.js';
import { type PredictionLayout, predictionLayout } from './predictionLayout.js';
import { DETECTOR_PRESETS } from './presets.js';
import { readDetections } from './readDetections.js';
import { assignTargets, createTargetMaps, type TargetMaps } from './targets.js';

const grid = { width: 8, height: 6 };
const plane = grid.width * grid.height;
const STRIDE_PIXELS = 8;

/** Maps for pictures of 64 by 48 pixels. */
function layoutOf(options: ArchitectureOptions = {}): PredictionLayout {
  const inputSize = { width: grid.width * STRIDE_PIXELS, height: grid.height * STRIDE_PIXELS };
  const given = { inputSize, priorBoxPixels: 20, scales: 1, centreRadius: 1, ...options };
  return predictionLayout(architectureSettings(DETECTOR_PRESETS.digits.architecture, given));
}
const layout = layoutOf();

function object(classIndex: number, box: BoxXyxy, isDifficult = false): LabelledObject {
  return { classIndex, box, isDifficult };
}

function positiveCells({ positive }: TargetMaps, picture = 0): number[] {
  return [...positive.subarray(picture * plane, (picture + 1) * plane).keys()].filter(
    (cell) => positive[picture * plane + cell] === 1,
  );
}

function boxAt({ boxes }: TargetMaps, cell: number, picture = 0): BoxXyxy {
  const at = (channel: number) => boxes[(picture * 4 + channel) * plane + cell] as number;
  return { x1: at(0), y1: at(1), x2: at(2), y2: at(3) };
}

const anyObject = fc
  .record({
    x: fc.double({ min: 0, max: 63, noNaN: true }),
    y: fc.double({ min: 0, max: 47, noNaN: true }),
    width: fc.double({ min: 1, max: 80, noNaN: true }),
    height: fc.double({ min: 1, max: 80, noNaN: true }),
  })
  .map(({ x, y, width, height }) => ({
    x1: Math.max(0, x - width / 2),
    y1: Math.max(0, y - height / 2),
    x2: Math.min(64, x + width / 2),
    y2: Math.min(48, y + height / 2),
  }));
const anyLayout = fc
  .record({ scales: fc.constantFrom(1, 2), centreRadius: fc.constantFrom(1, 1.5, 2.5) })
  .map(layoutOf);

describe('assignment', () => {
  it('gives every object a cell where no other object wants it', () => {
    fc.assert(
      fc.property(anyLayout, anyObject, (maps, box) => {
        const targets = createTargetMaps(1, maps);
        assignTargets(targets, 0, [object(1, box)]);
        const cells = [...targets.positive.keys()].filter((cell) => targets.positive[cell] === 1);
        expect(cells.length).toBeGreaterThanOrEqual(1);
        const bySide = maps.scales.filter(({ sidePixels: { from, to } }) => {
          const side = Math.max(box.x2 - box.x1, box.y2 - box.y1);
          return side >= from && side < to;
        });
        expect(bySide).toHaveLength(1);
        const first = bySide[0]?.firstCell ?? 0;
        expect(Math.min(...cells)).toBeGreaterThanOrEqual(first);
        expect(Math.max(...cells)).toBeLessThan(
          first === 0 && maps.scales.length === 2 ? 48 : maps.cellCount,
        );
      }),
    );
  });

  it('asks no cell for a centre that it cannot reach', () => {
    fc.assert(
      fc.property(anyLayout, anyObject, (maps, box) => {
        const targets = createTargetMaps(1, maps);
        assignTargets(targets, 0, [object(1, box)]);
        for (const {
          firstCell,
          grid: { width, height },
          stridePixels,
        } of maps.scales) {
          for (let cell = 0; cell < width * height; cell++) {
            if (targets.positive[firstCell + cell] === 0) continue;
            const across = (box.x1 + box.x2) / 2 / stridePixels - 0.5 - (cell % width);
            const down = (box.y1 + box.y2) / 2 / stridePixels - 0.5 - Math.floor(cell / width);
            expect(Math.max(Math.abs(across), Math.abs(down))).toBeLessThan(maps.centreRadius);
          }
        }
      }),
    );
  });

  it('a larger radius takes more cells of a large object, but none outside a small one', () => {
    const wide = createTargetMaps(1, layoutOf({ centreRadius: 1.5 }));
    // Centre (20, 20), the middle of column 2 and row 2.
    assignTargets(wide, 0, [object(0, { x1: 4, y1: 4, x2: 36, y2: 36 })]);
    expect(wide.positive.reduce((sum, value) => sum + value)).toBe(9);
    assignTargets(wide, 0, [object(0, { x1: 17, y1: 17, x2: 23, y2: 23 })]);
    expect(positiveCells(wide)).toEqual([2 * 8 + 2]);
  });

  it('two scales part the objects at 64 pixels', () => {
    const maps = createTargetMaps(1, layoutOf({ scales: 2, inputSize: { width: 96, height: 96 } }));
    const [fine, coarse] = maps.layout.scales;
    if (coarse === undefined) throw new Error('no second scale');
    expect(coarse).toMatchObject({ stridePixels: 16, grid: { width: 6, height: 6 }, firstCell: 144 });
    expect(coarse.priorBoxPixels).toBe(2 * (fine?.priorBoxPixels ?? 0));
    assignTargets(maps, 0, [object(0, { x1: 0, y1: 0, x2: 63, y2: 20 })]);
    expect(maps.positive.subarray(144)).not.toContain(1);
    assignTargets(maps, 0, [object(0, { x1: 0, y1: 0, x2: 64, y2: 20 })]);
    expect(maps.positive.subarray(0, 144)).not.toContain(1);
    expect(maps.positive.subarray(144)).toContain(1);
  });

  it('takes the cells whose middle is less than a stride from the centre', () => {
    const maps = createTargetMaps(1, layout);
    // Centre (22, 18): between the middles 20 and 28 of columns 2 and 3, and 12 and 20 of rows 1 and 2.
    const box = { x1: 12, y1: 10, x2: 32, y2: 26 };
    assignTargets(maps, 0, [object(4, box)]);
    expect(positiveCells(maps)).toEqual([8 + 2, 8 + 3, 16 + 2, 16 + 3]);
    for (const cell of positiveCells(maps)) {
      expect(boxAt(maps, cell)).toEqual(box);
      expect(maps.classes[cell]).toBe(4);
    }
  });

  it('takes one cell for a centre right on its middle, and stays inside the grid', () => {
    const maps = createTargetMaps(1, layout);
    assignTargets(maps, 0, [object(0, { x1: 10, y1: 10, x2: 14, y2: 14 })]);
    expect(positiveCells(maps)).toEqual([8 + 1]);
    assignTargets(maps, 0, [object(0, { x1: 60, y1: 44, x2: 64, y2: 48 })]);
    expect(positiveCells(maps)).toEqual([5 * 8 + 7]);
  });

  it('gives a contested cell to the smaller object, and none to a difficult one', () => {
    const maps = createTargetMaps(1, layout);
    const small = object(1, { x1: 17, y1: 17, x2: 23, y2: 23 });
    const large = object(2, { x1: 0, y1: 0, x2: 40, y2: 40 });
    assignTargets(maps, 0, [small, large]);
    expect(positiveCells(maps).map((cell) => maps.classes[cell])).toEqual([1]);
    assignTargets(maps, 0, [object(3, large.box, true)]);
    expect(positiveCells(maps)).toEqual([]);
  });

  it('leaves other pictures of the batch alone, and forgets the batch before', () => {
    const maps = createTargetMaps(2, layout);
    assignTargets(maps, 0, [object(1, { x1: 0, y1: 0, x2: 30, y2: 30 })]);
    assignTargets(maps, 1, [object(2, { x1: 30, y1: 20, x2: 60, y2: 40 })]);
    const first = positiveCells(maps, 0);
    assignTargets(maps, 1, []);
    expect(positiveCells(maps, 0)).toEqual(first);
    expect(positiveCells(maps, 1)).toEqual([]);
  });
});

it('decoding inverts encoding: perfect raw maps come out as the objects they were made of', async () => {
  const classCount = 3;
  const [scale] = layout.scales;
  if (scale === undefined) throw new Error('no scale');
  const { priorBoxPixels } = scale;
  const stream = randomStream(4);
  const objects = [
    object(0, { x1: 3, y1: 2, x2: 17, y2: 20 }),
    object(2, { x1: 30, y1: 5, x2: 61, y2: 29 }),
    object(1, { x1: 10, y1: 30, x2: 19, y2: 47 }),
  ];
  const maps = createTargetMaps(1, layout);
  assignTargets(maps, 0, objects);

  const raw = new Float32Array((BOX_CHANNELS + classCount) * plane).map(() => stream.uniform(-1, 1));
  raw.fill(-20, 4 * plane, 5 * plane);
  for (const cell of positiveCells(maps)) {
    const { cx, cy, width, height } = xyxyToCxcywh(boxAt(maps, cell));
    // The inverse of the formulas in the documentation of `decodeBoxes`.
    const logit = (centre: number, index: number) => {
      const share = (centre / STRIDE_PIXELS - index + 0.5) / 2;
      return Math.log(share / (1 - share));
    };
    raw[cell] = logit(cx, cell % grid.width);
    raw[plane + cell] = logit(cy, Math.floor(cell / grid.width));
    raw[2 * plane + cell] = Math.log(width / priorBoxPixels);
    raw[3 * plane + cell] = Math.log(height / priorBoxPixels);
    raw[4 * plane + cell] = 20;
    for (let index = 0; index < classCount; index++) {
      raw[(BOX_CHANNELS + index) * plane + cell] = index === maps.classes[cell] ? 10 : -10;
    }
  }

  const engine = await createEngine('onnx');
  const model = sequential([decodeBoxes(scale, layout.centreRadius)], {
    inputShape: [BOX_CHANNELS + classCount, grid.height, grid.width],
  });
  const predictor = await compilePredictor(engine, {
    model,
    state: createModelState(engine, model),
    batchSize: 1,
  });
  const values = await predictor.predict(raw);
  const found = readDetections({ values, classCount }, { scoreThreshold: 0.5, iouThreshold: 0.5 });

  expect(found).toHaveLength(3);
  for (const { box, classIndex } of objects) {
    const match = found.find((detection) => detection.classIndex === classIndex);
    for (const edge of ['x1', 'y1', 'x2', 'y2'] as const) expect(match?.box[edge]).toBeCloseTo(box[edge], 3);
    expect(match?.score).toBeGreaterThan(0.99);
  }
});

describe('reading detections', () => {
  const classCount = 2;
  const cellMaps = (cells: readonly { box: BoxXyxy; objectness: number; classes: readonly number[] }[]) => {
    const values = new Float32Array((BOX_CHANNELS + classCount) * plane);
    values.fill(-20, 4 * plane, 5 * plane);
    for (const [cell, { box, objectness, classes }] of cells.entries()) {
      const column = [box.x1, box.y1, box.x2, box.y2, objectness, ...classes];
      for (const [channel, value] of column.entries()) values[channel * plane + cell] = value;
    }
    return { values, classCount };
  };
  const box = { x1: 0, y1: 0, x2: 20, y2: 20 };
  const shifted = { x1: 2, y1: 0, x2: 22, y2: 20 };

  it('scores by objectness times class probability', () => {
    const [only] = readDetections(cellMaps([{ box, objectness: 0, classes: [0, Math.log(3)] }]), {
      scoreThreshold: 0.1,
      iouThreshold: 0.5,
    });
    expect(only).toMatchObject({ classIndex: 1, score: expect.closeTo(0.5 * 0.75, 6) });
  });

  it('of two boxes of a class that overlap keeps the better, of two classes both', () => {
    const thresholds = { scoreThreshold: 0.1, iouThreshold: 0.5 };
    const same = cellMaps([
      { box, objectness: 1, classes: [9, 0] },
      { box: shifted, objectness: 2, classes: [9, 0] },
    ]);
    const [only, ...others] = readDetections(same, thresholds);
    expect(others).toEqual([]);
    // IoU 9/11; both have a vote on the place, by score times overlap.
    const [better, worse] = [1 / (1 + Math.exp(-2)), (1 / (1 + Math.exp(-1))) * (9 / 11)];
    expect(only?.score).toBeCloseTo(better, 3);
    expect(only?.box.x1).toBeCloseTo((2 * better) / (better + worse), 3);
    const other = cellMaps([
      { box, objectness: 1, classes: [9, 0] },
      { box: shifted, objectness: 2, classes: [0, 9] },
    ]);
    expect(readDetections(other, thresholds)).toHaveLength(2);
  });

  it('drops what is below the threshold', () => {
    const maps = cellMaps([{ box, objectness: 0, classes: [0, 0] }]);
    expect(readDetections(maps, { scoreThreshold: 0.3, iouThreshold: 0.5 })).toEqual([]);
    expect(readDetections(maps, { scoreThreshold: 0.2, iouThreshold: 0.5 })).toHaveLength(1);
  });
});
