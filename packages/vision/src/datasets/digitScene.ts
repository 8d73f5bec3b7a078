// One scene of the dataset `digits`: handwritten digits of random size and colour on a textured ground.
import type { RandomStream } from '@rectify/nn/random';
import { type BoxXyxy, boxArea, type Size } from '../boxes/box.js';
import type { RgbImage } from '../images/image.js';
import { luma } from '../images/luma.js';
import type { LabelledObject } from './dataset.js';
import type { MnistDigits } from './mnist.js';
import { drawBackground } from './texture.js';

/** Side of a scene, in pixels. */
export const SCENE_SIDE_PIXELS = 96;

const MOST_DIGITS = 6;
/** Bounds of a digit's longer side. */
const SHORTEST_DIGIT_PIXELS = 14;
const LONGEST_DIGIT_PIXELS = 40;
/** Empty rim between the ink and the box. */
const BOX_MARGIN_PIXELS = 1;
/** Ink below this, of 255, is the blur of the scan. */
const VISIBLE_INK = 64;
/** Largest part of the smaller of two boxes that the other may cover. */
const LARGEST_OVERLAP_SHARE = 0.1;
const PLACEMENT_ATTEMPTS = 20;
/** Smallest difference of brightness between a digit and the ground under it, of 255. */
const LEAST_CONTRAST = 70;

/** Where in an MNIST picture the visible ink lies. */
interface Glyph extends Size {
  readonly left: number;
  readonly top: number;
  /** Index of the picture's first byte. */
  readonly start: number;
}

/** Draws the scene of a stream: 1 to 6 digits, 14 to 40 pixels long, each at most a tenth covered. */
export function drawDigitScene(
  digits: MnistDigits,
  noise: Float32Array,
  stream: RandomStream,
): { image: RgbImage; objects: LabelledObject[] } {
  const side = SCENE_SIDE_PIXELS;
  const image = drawBackground({ width: side, height: side }, noise, stream);
  const objects: LabelledObject[] = [];
  const wanted = 1 + stream.integer(MOST_DIGITS);
  for (let digit = 0; digit < wanted; digit++) {
    const picture = stream.integer(digits.count);
    const glyph = findGlyph(digits, picture);
    const box = placeBox(glyph, objects, stream);
    if (box === undefined) continue;
    drawGlyph(image, box, { digits, glyph, colour: contrastingColour(image, box, stream) });
    objects.push({ classIndex: digits.labels[picture] as number, box, isDifficult: false });
  }
  return { image, objects };
}

function findGlyph({ ink, size }: MnistDigits, picture: number): Glyph {
  const start = picture * size.width * size.height;
  let [left, top, right, bottom] = [size.width, size.height, 0, 0];
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      if ((ink[start + y * size.width + x] as number) < VISIBLE_INK) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return { left, top, width: right - left, height: bottom - top, start };
}

function placeBox(
  glyph: Glyph,
  objects: readonly LabelledObject[],
  stream: RandomStream,
): BoxXyxy | undefined {
  const longest = SHORTEST_DIGIT_PIXELS + stream.integer(LONGEST_DIGIT_PIXELS - SHORTEST_DIGIT_PIXELS + 1);
  const scale = longest / Math.max(glyph.width, glyph.height);
  const width = Math.max(3, Math.round(glyph.width * scale)) + 2 * BOX_MARGIN_PIXELS;
  const height = Math.max(3, Math.round(glyph.height * scale)) + 2 * BOX_MARGIN_PIXELS;
  for (let attempt = 0; attempt < PLACEMENT_ATTEMPTS; attempt++) {
    const x1 = stream.integer(SCENE_SIDE_PIXELS - width + 1);
    const y1 = stream.integer(SCENE_SIDE_PIXELS - height + 1);
    const box = { x1, y1, x2: x1 + width, y2: y1 + height };
    if (objects.every((other) => coveredShare(box, other.box) <= LARGEST_OVERLAP_SHARE)) return box;
  }
  return undefined;
}

function coveredShare(first: BoxXyxy, second: BoxXyxy): number {
  const width = Math.min(first.x2, second.x2) - Math.max(first.x1, second.x1);
  const height = Math.min(first.y2, second.y2) - Math.max(first.y1, second.y1);
  const shared = Math.max(width, 0) * Math.max(height, 0);
  return shared / Math.min(boxArea(first), boxArea(second));
}

type Colour = readonly [number, number, number];

function contrastingColour(image: RgbImage, box: BoxXyxy, stream: RandomStream): Colour {
  const ground = meanBrightness(image, box);
  for (;;) {
    const colour: Colour = [stream.uniform(0, 255), stream.uniform(0, 255), stream.uniform(0, 255)];
    if (Math.abs(luma(...colour) - ground) >= LEAST_CONTRAST) return colour;
  }
}

function meanBrightness({ width, data }: RgbImage, { x1, y1, x2, y2 }: BoxXyxy): number {
  let sum = 0;
  for (let y = y1; y < y2; y++) {
    for (let offset = (y * width + x1) * 3; offset < (y * width + x2) * 3; offset += 3) {
      sum += luma(data[offset] as number, data[offset + 1] as number, data[offset + 2] as number);
    }
  }
  return sum / boxArea({ x1, y1, x2, y2 });
}

interface Ink {
  readonly digits: MnistDigits;
  readonly glyph: Glyph;
  readonly colour: Colour;
}

function drawGlyph({ width, data }: RgbImage, box: BoxXyxy, { digits, glyph, colour }: Ink): void {
  const left = box.x1 + BOX_MARGIN_PIXELS;
  const top = box.y1 + BOX_MARGIN_PIXELS;
  const inkWidth = box.x2 - box.x1 - 2 * BOX_MARGIN_PIXELS;
  const inkHeight = box.y2 - box.y1 - 2 * BOX_MARGIN_PIXELS;
  for (let y = 0; y < inkHeight; y++) {
    const sourceY = ((y + 0.5) * glyph.height) / inkHeight - 0.5;
    for (let x = 0; x < inkWidth; x++) {
      const sourceX = ((x + 0.5) * glyph.width) / inkWidth - 0.5;
      const cover = sampleInk(digits, glyph, { x: sourceX, y: sourceY }) / 255;
      const offset = ((top + y) * width + left + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const ground = data[offset + channel] as number;
        data[offset + channel] = ground + cover * ((colour[channel] as number) - ground);
      }
    }
  }
}

function sampleInk(
  { ink, size }: MnistDigits,
  { left, top, width, height, start }: Glyph,
  { x, y }: { x: number; y: number },
): number {
  const x0 = Math.max(0, Math.floor(x));
  const y0 = Math.max(0, Math.floor(y));
  const x1 = Math.min(x0 + 1, width - 1);
  const y1 = Math.min(y0 + 1, height - 1);
  const right = Math.max(0, x - x0);
  const down = Math.max(0, y - y0);
  const at = (column: number, row: number) => ink[start + (top + row) * size.width + left + column] as number;
  const above = at(x0, y0) + right * (at(x1, y0) - at(x0, y0));
  const below = at(x0, y1) + right * (at(x1, y1) - at(x0, y1));
  return above + down * (below - above);
}
