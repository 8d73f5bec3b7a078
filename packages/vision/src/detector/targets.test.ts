import { compilePredictor, createEngine, createModelState, sequential } from '@rectify/nn';
import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { type BoxXyxy, xyxyToCxcywh } from '../boxes/box.js';
import type { LabelledObject } from '../datasets/dataset.js';
import { BOX_CHANNELS, CELL_STRIDE_PIXELS, decodeBoxes } from './boxDecoding.js';
import { readDetections } from './readDetections.js';
import { assignTargets, createTargetMaps, type TargetMaps } from './targets.js';

const grid = { width: 8, height: 6 };
const plane = grid.width * grid.height;

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

describe('assignment', () => {
  it('takes the cells whose middle is less than a stride from the centre', () => {
    const maps = createTargetMaps(1, grid);
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
    const maps = createTargetMaps(1, grid);
    assignTargets(maps, 0, [object(0, { x1: 10, y1: 10, x2: 14, y2: 14 })]);
    expect(positiveCells(maps)).toEqual([8 + 1]);
    assignTargets(maps, 0, [object(0, { x1: 60, y1: 44, x2: 64, y2: 48 })]);
    expect(positiveCells(maps)).toEqual([5 * 8 + 7]);
  });

  it('gives a contested cell to the smaller object, and none to a difficult one', () => {
    const maps = createTargetMaps(1, grid);
    const small = object(1, { x1: 17, y1: 17, x2: 23, y2: 23 });
    const large = object(2, { x1: 0, y1: 0, x2: 40, y2: 40 });
    assignTargets(maps, 0, [small, large]);
    expect(positiveCells(maps).map((cell) => maps.classes[cell])).toEqual([1]);
    assignTargets(maps, 0, [object(3, large.box, true)]);
    expect(positiveCells(maps)).toEqual([]);
  });

  it('leaves other pictures of the batch alone, and forgets the batch before', () => {
    const maps = createTargetMaps(2, grid);
    assignTargets(maps, 0, [object(1, { x1: 0, y1: 0, x2: 30, y2: 30 })]);
    assignTargets(maps, 1, [object(2, { x1: 30, y1: 20, x2: 60, y2: 40 })]);
    const first = positiveCells(maps, 0);
    assignTargets(maps, 1, []);
    expect(positiveCells(maps, 0)).toEqual(first);
    expect(positiveCells(maps, 1)).toEqual([]);
  });
});

it('decoding inverts encoding: perfect raw maps come out as the objects they were made of', async () => {
  const [classCount, priorBoxPixels] = [3, 20];
  const stream = randomStream(4);
  const objects = [
    object(0, { x1: 3, y1: 2, x2: 17, y2: 20 }),
    object(2, { x1: 30, y1: 5, x2: 61, y2: 29 }),
    object(1, { x1: 10, y1: 30, x2: 19, y2: 47 }),
  ];
  const maps = createTargetMaps(1, grid);
  assignTargets(maps, 0, objects);

  const raw = new Float32Array((BOX_CHANNELS + classCount) * plane).map(() => stream.uniform(-1, 1));
  raw.fill(-20, 4 * plane, 5 * plane);
  for (const cell of positiveCells(maps)) {
    const { cx, cy, width, height } = xyxyToCxcywh(boxAt(maps, cell));
    // The inverse of the formulas in the documentation of `decodeBoxes`.
    const logit = (centre: number, index: number) => {
      const share = (centre / CELL_STRIDE_PIXELS - index + 0.5) / 2;
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
  const model = sequential([decodeBoxes(priorBoxPixels)], {
    inputShape: [BOX_CHANNELS + classCount, grid.height, grid.width],
  });
  const predictor = await compilePredictor(engine, {
    model,
    state: createModelState(engine, model),
    batchSize: 1,
  });
  const values = await predictor.predict(raw);
  const found = readDetections({ values, grid, classCount }, { scoreThreshold: 0.5, iouThreshold: 0.5 });

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
    return { values, grid, classCount };
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
    expect(readDetections(same, thresholds).map((found) => found.box)).toEqual([shifted]);
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
