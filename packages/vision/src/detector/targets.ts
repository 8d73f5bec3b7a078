// What each cell of the prediction maps should say: built on the host, one entry a cell, for the whole batch.
import { type BoxXyxy, boxArea } from '../boxes/box.js';
import type { LabelledObject } from '../datasets/dataset.js';
import type { PredictionLayout, PredictionScale } from './predictionLayout.js';

/** Targets of a batch on N cells; what a training step is fed beside the pictures. */
export interface TargetMaps {
  readonly layout: PredictionLayout;
  /** Corners in pixels of the input, [B, 4, N]. Cells without object hold a box of their own size. */
  readonly boxes: Float32Array;
  /** 1 where a cell answers for an object, else 0, [B, N]. */
  readonly positive: Float32Array;
  /** Class of that object, else 0, [B, N]. */
  readonly classes: Int32Array;
}

/** Target maps for a batch, to be filled again and again. */
export function createTargetMaps(batchSize: number, layout: PredictionLayout): TargetMaps {
  const cells = batchSize * layout.cellCount;
  return {
    layout,
    boxes: new Float32Array(4 * cells),
    positive: new Float32Array(cells),
    classes: new Int32Array(cells),
  };
}

/**
 * Fills the maps of one picture.
 *
 * An object belongs to one scale, by its longer side. There it is answered for by the cells whose middle is less than
 * `centreRadius` strides from its centre along both axes and inside its box or less than one stride from the centre:
 * the cell that holds the centre and its neighbours on the nearer sides always answer (YOLOv5 takes three of these
 * four; FCOS's centre sampling has a radius of 1.5). Where two objects want a cell, the smaller one gets it (FCOS,
 * section 3.2). Difficult objects are left to the background, as in darknet.
 */
export function assignTargets(maps: TargetMaps, picture: number, objects: readonly LabelledObject[]): void {
  const { scales, centreRadius } = maps.layout;
  const largestFirst = objects
    .filter(({ isDifficult }) => !isDifficult)
    .sort((a, b) => boxArea(b.box) - boxArea(a.box));
  for (const scale of scales) {
    clearTargets(maps, picture, scale);
    for (const { box, classIndex } of largestFirst) {
      if (!belongsTo(scale, box)) continue;
      for (const cell of answeringCells(scale, box, centreRadius)) {
        const index = picture * maps.layout.cellCount + cell;
        maps.positive[index] = 1;
        maps.classes[index] = classIndex;
        writeBox(maps, { picture, cell }, box);
      }
    }
  }
}

function belongsTo({ sidePixels: { from, to } }: PredictionScale, { x1, y1, x2, y2 }: BoxXyxy): boolean {
  const longerSide = Math.max(x2 - x1, y2 - y1);
  return longerSide >= from && longerSide < to;
}

/** Indices of the cells that answer for an object. */
function answeringCells(scale: PredictionScale, { x1, y1, x2, y2 }: BoxXyxy, radius: number): number[] {
  const { grid, firstCell } = scale;
  const columns = cellsBetween({ from: x1, to: x2, count: grid.width, radius }, scale);
  const rows = cellsBetween({ from: y1, to: y2, count: grid.height, radius }, scale);
  return rows.flatMap((row) => columns.map((column) => firstCell + row * grid.width + column));
}

interface Extent {
  /** First and last pixel of an object along an axis. */
  readonly from: number;
  readonly to: number;
  /** Cells along the axis. */
  readonly count: number;
  readonly radius: number;
}

/** Along one axis, the cells near the middle of an extent. */
function cellsBetween({ from, to, count, radius }: Extent, { stridePixels }: PredictionScale): number[] {
  // In cells, counted from the middle of the first one. A centre right on a middle has one neighbour, not two.
  const position = (from + to) / 2 / stridePixels - 0.5;
  const reach = Math.max(Math.min(radius, (to - from) / 2 / stridePixels), Math.min(radius, 1));
  const cells: number[] = [];
  for (let cell = Math.floor(position - reach) + 1; cell < position + reach; cell++) {
    if (cell >= 0 && cell < count) cells.push(cell);
  }
  return cells;
}

function clearTargets(maps: TargetMaps, picture: number, scale: PredictionScale): void {
  const { firstCell, grid, stridePixels } = scale;
  const count = grid.width * grid.height;
  const start = picture * maps.layout.cellCount + firstCell;
  maps.positive.fill(0, start, start + count);
  maps.classes.fill(0, start, start + count);
  for (let index = 0; index < count; index++) {
    const x1 = (index % grid.width) * stridePixels;
    const y1 = Math.floor(index / grid.width) * stridePixels;
    const box = { x1, y1, x2: x1 + stridePixels, y2: y1 + stridePixels };
    writeBox(maps, { picture, cell: firstCell + index }, box);
  }
}

interface Cell {
  readonly picture: number;
  readonly cell: number;
}

function writeBox({ boxes, layout: { cellCount } }: TargetMaps, { picture, cell }: Cell, box: BoxXyxy): void {
  const at = picture * 4 * cellCount + cell;
  boxes[at] = box.x1;
  boxes[at + cellCount] = box.y1;
  boxes[at + 2 * cellCount] = box.x2;
  boxes[at + 3 * cellCount] = box.y2;
}
