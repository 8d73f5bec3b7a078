// What each cell of the prediction map should say: built on the host, one entry a cell, for the whole batch.
import { type BoxXyxy, boxArea, type Size } from '../boxes/box.js';
import type { LabelledObject } from '../datasets/dataset.js';
import { CELL_STRIDE_PIXELS } from './boxDecoding.js';

/** Targets of a batch on a grid of H by W cells; what a training step is fed beside the pictures. */
export interface TargetMaps {
  readonly grid: Size;
  /** Corners in pixels of the input, [B, 4, H, W]. Cells without object hold a box of their own size. */
  readonly boxes: Float32Array;
  /** 1 where a cell answers for an object, else 0, [B, H, W]. */
  readonly positive: Float32Array;
  /** Class of that object, else 0, [B, H, W]. */
  readonly classes: Int32Array;
}

/** Target maps for a batch, to be filled again and again. */
export function createTargetMaps(batchSize: number, grid: Size): TargetMaps {
  const cells = batchSize * grid.width * grid.height;
  return {
    grid,
    boxes: new Float32Array(4 * cells),
    positive: new Float32Array(cells),
    classes: new Int32Array(cells),
  };
}

/**
 * Fills the maps of one picture.
 *
 * An object is answered for by the cells whose middle is less than one stride from its centre along both
 * axes: the cell that holds the centre and its neighbours on the nearer sides, up to four in all (YOLOv5
 * takes three of them; FCOS's centre sampling is the same rule with a larger radius). Where two objects want
 * a cell, the smaller one gets it (FCOS, section 3.2). Difficult objects are left to the background, as in
 * darknet.
 */
export function assignTargets(maps: TargetMaps, picture: number, objects: readonly LabelledObject[]): void {
  clearTargets(maps, picture);
  const { width, height } = maps.grid;
  const largestFirst = objects
    .filter(({ isDifficult }) => !isDifficult)
    .sort((a, b) => boxArea(b.box) - boxArea(a.box));
  for (const { box, classIndex } of largestFirst) {
    const cell = picture * height * width;
    for (const row of nearestCells((box.y1 + box.y2) / 2, height)) {
      for (const column of nearestCells((box.x1 + box.x2) / 2, width)) {
        maps.positive[cell + row * width + column] = 1;
        maps.classes[cell + row * width + column] = classIndex;
        writeBox(maps, { picture, row, column }, box);
      }
    }
  }
}

/** The cells along one axis whose middle is less than one stride from `centrePixels`. */
function nearestCells(centrePixels: number, count: number): number[] {
  // In cells, counted from the middle of the first one. A centre right on a middle has one cell, not two.
  const position = centrePixels / CELL_STRIDE_PIXELS - 0.5;
  const nearest = [...new Set([Math.floor(position), Math.ceil(position)])];
  return nearest.filter((cell) => cell >= 0 && cell < count);
}

function clearTargets(maps: TargetMaps, picture: number): void {
  const { width, height } = maps.grid;
  const start = picture * width * height;
  maps.positive.fill(0, start, start + width * height);
  maps.classes.fill(0, start, start + width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [x1, y1] = [column * CELL_STRIDE_PIXELS, row * CELL_STRIDE_PIXELS];
      const box = { x1, y1, x2: x1 + CELL_STRIDE_PIXELS, y2: y1 + CELL_STRIDE_PIXELS };
      writeBox(maps, { picture, row, column }, box);
    }
  }
}

interface Cell {
  readonly picture: number;
  readonly row: number;
  readonly column: number;
}

function writeBox({ boxes, grid }: TargetMaps, { picture, row, column }: Cell, box: BoxXyxy): void {
  const plane = grid.width * grid.height;
  const at = picture * 4 * plane + row * grid.width + column;
  boxes[at] = box.x1;
  boxes[at + plane] = box.y1;
  boxes[at + 2 * plane] = box.x2;
  boxes[at + 3 * plane] = box.y2;
}
