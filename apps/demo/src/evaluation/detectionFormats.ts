// Detections as the files that other programs read.
import { type BoxXyxy, xyxyToCxcywh, xyxyToXywh } from '@rectify/vision';
import { printCsv } from '../output/csv.js';
import { countsPerClass, type DetectedBox, type ImageDetections, totalsPerClass } from './imageDetections.js';

/** One line of COCO's result format. */
export interface CocoDetection {
  /** Position of the picture, counted from 1. */
  readonly image_id: number;
  /** Position of the class, counted from 1. */
  readonly category_id: number;
  /** Left, top, width and height, in pixels. */
  readonly bbox: readonly [x: number, y: number, width: number, height: number];
  readonly score: number;
}

/** COCO's result format: what pycocotools' `loadRes` reads. */
export function cocoResults(found: readonly ImageDetections[], classes: readonly string[]): CocoDetection[] {
  return found.flatMap(({ boxes }, index) =>
    boxes.map((box) => {
      const { x, y, width, height } = xyxyToXywh(cornersOf(box));
      const category = classes.indexOf(box.class) + 1;
      return { image_id: index + 1, category_id: category, bbox: [x, y, width, height], score: box.score };
    }),
  );
}

/** The pictures and classes that the numbers in COCO's result format stand for. */
export function cocoImages(found: readonly ImageDetections[], classes: readonly string[]) {
  const images = found.map(({ image, width, height }, index) => ({
    id: index + 1,
    file_name: image,
    width,
    height,
  }));
  return { images, categories: classes.map((name, index) => ({ id: index + 1, name })) };
}

/**
 * YOLO's label format: a line `class cx cy width height` for each box, as shares of the picture, and behind it the score
 * if asked for.
 */
export function yoloLabels(
  { width, height, boxes }: ImageDetections,
  classes: readonly string[],
  withScores: boolean,
): string {
  const lines = boxes.map((box) => {
    const { cx, cy, width: boxWidth, height: boxHeight } = xyxyToCxcywh(cornersOf(box));
    const shares = [cx / width, cy / height, boxWidth / width, boxHeight / height];
    const numbers = withScores ? [...shares, box.score] : shares;
    return `${[classes.indexOf(box.class), ...numbers.map((number) => number.toFixed(6))].join(' ')}\n`;
  });
  return lines.join('');
}

/** The counts as a CSV table with a line a picture, and one of the totals. */
export function countsCsv(found: readonly ImageDetections[], classes: readonly string[]): string {
  const rows = found.map((picture) => [picture.image, ...countsPerClass(picture, classes)]);
  const table = [['image', ...classes], ...rows, ['total', ...totalsPerClass(found, classes)]];
  return printCsv(table);
}

function cornersOf({ xyxy: [x1, y1, x2, y2] }: DetectedBox): BoxXyxy {
  return { x1, y1, x2, y2 };
}
