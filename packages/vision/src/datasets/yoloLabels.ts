// One label file of YOLO: a line an object, `class cx cy width height` in shares of the picture.
import { type BoxXyxy, cxcywhToXyxy, type Size } from '../boxes/box.js';
import type { Findings } from './findings.js';
import { boxAround, LABEL_WARNINGS } from './labelRules.js';
import { linesOf } from './readText.js';

/** One object as the file gives it. */
export interface YoloObject {
  readonly classIndex: number;
  /** In shares of the picture's width and height. */
  readonly boxXyxyUnit: BoxXyxy;
}

/** Where a file belongs and who is told what is wrong with it. */
export interface YoloLabelContext {
  readonly file: string;
  readonly classes: readonly string[];
  readonly findings: Findings;
}

/** How far beyond the picture a number may lie; further out it is in pixels, or wrong. Ultralytics allows as much. */
const TOLERANCE = 0.01;

/**
 * Reads a label file. A line is `class cx cy width height`, or `class x1 y1 x2 y2 x3 y3 ...`, a polygon of at least
 * three corners as Ultralytics writes for segmentation and rotated boxes, of which the box around it is taken and a
 * warning is given. An empty file is a picture without objects.
 *
 * A line breaks a rule if its class is no index of a name, or a number is missing, not finite, or not from 0 to 1.
 */
export function parseYoloLabels(text: string, context: YoloLabelContext): YoloObject[] {
  return linesOf(text).flatMap(({ text: row, line }) => {
    const words = row.split(/\s+/);
    const broken = brokenLineRule(words, context.classes);
    if (broken !== undefined) {
      context.findings.brokenLabel(context.file, `, line ${line}: ${broken}`);
      return [];
    }
    const [classIndex = 0, ...numbers] = words.map(Number);
    return [{ classIndex, boxXyxyUnit: boxOf(numbers, context) }];
  });
}

function boxOf(numbers: readonly number[], { findings, file }: YoloLabelContext): BoxXyxy {
  if (numbers.length > 4) {
    findings.warn(LABEL_WARNINGS.polygon, file);
    return boxAround(numbers);
  }
  const [cx = 0, cy = 0, width = 0, height = 0] = numbers;
  return cxcywhToXyxy({ cx, cy, width, height });
}

function brokenLineRule(words: readonly string[], classes: readonly string[]): string | undefined {
  const [className = '', ...numbers] = words;
  const isPolygon = numbers.length >= 6 && numbers.length % 2 === 0;
  if (numbers.length !== 4 && !isPolygon) {
    return `must be "class cx cy width height", or a class and the corners of a polygon; has ${words.length} words`;
  }
  // Some tools write the class as 0.0 or 0.000000.
  const classIndex = Number(className);
  if (!Number.isInteger(classIndex) || classIndex < 0 || classIndex >= classes.length) {
    return `class must be an integer from 0 to ${classes.length - 1}, got "${className}"`;
  }
  const bad = numbers.find((word) => !(Number(word) >= -TOLERANCE && Number(word) <= 1 + TOLERANCE));
  if (bad === undefined) return undefined;
  return `numbers must be shares of the picture, from 0 to 1, got "${bad}"${Number(bad) > 1 ? '; are they in pixels?' : ''}`;
}

/** A box in shares of a picture in its pixels. */
export function boxInPixels({ x1, y1, x2, y2 }: BoxXyxy, { width, height }: Size): BoxXyxy {
  return { x1: x1 * width, y1: y1 * height, x2: x2 * width, y2: y2 * height };
}
