// Detection problems for the tests of the metrics: single boxes, and random ones.
import fc from 'fast-check';
import type { BoxXyxy } from '../src/boxes/box.js';
import type { CountingProblem } from '../src/evaluation/counting.js';
import type { Detection } from '../src/evaluation/problem.js';

/** A square with its top left corner at a place. */
export function box(x1: number, y1: number, side = 10): BoxXyxy {
  return { x1, y1, x2: x1 + side, y2: y1 + side };
}

/** Detections of class 0 side by side on an image, with these scores. */
export function detectionsOn(image: number, scores: readonly number[]): Detection[] {
  return scores.map((score, place) => ({ image, classIndex: 0, box: box(20 * place, 0), score }));
}

const CLASSES = 3;
const IMAGES = 4;

const placed = fc.record({
  image: fc.nat(IMAGES - 1),
  classIndex: fc.nat(CLASSES - 1),
  // A coarse grid, so that boxes often meet.
  box: fc
    .tuple(fc.nat(5), fc.nat(5), fc.integer({ min: 2, max: 5 }))
    .map(([x, y, side]) => box(4 * x, 4 * y, 4 * side)),
});

/** Random problems of three classes on four images, scores in hundredths, some of them equal. */
export const problems: fc.Arbitrary<CountingProblem> = fc.record({
  classCount: fc.constant(CLASSES),
  imageCount: fc.constant(IMAGES),
  truths: fc.array(placed, { maxLength: 12 }),
  detections: fc.array(
    fc.tuple(placed, fc.integer({ min: 1, max: 99 })).map(([detection, hundredths]) => ({
      ...detection,
      score: hundredths / 100,
    })),
    { maxLength: 16 },
  ),
});
