// How a digit is varied: turned, scaled and moved at once, around its middle.
import type { RandomStream } from '@rectify/nn/random';
import type { Size } from '../boxes/box.js';

/** How far digits are varied; 0 leaves a variation out. Every draw is uniform, and made whether it is used or not. */
export interface DigitVariation {
  /** Turn by up to this angle either way. */
  readonly rotateDegrees: number;
  /** Enlarge by a factor from 1 - scale to 1 + scale; below 1. */
  readonly scale: number;
  /** Move by up to this share of width and height either way. */
  readonly translate: number;
}

/** A map of pixels: x of the digit = a x + b y + x0 of the result, and so for y. */
interface AffineMap {
  readonly cosine: number;
  readonly sine: number;
  readonly x0: number;
  readonly y0: number;
}

/**
 * Writes a varied digit: bilinear between its pixels, paper around it.
 *
 * @param ink - `height * width` bytes
 * @param out - as many
 */
export function varyDigit(
  ink: Uint8Array,
  out: Uint8Array,
  { size, variation, stream }: { size: Size; variation: DigitVariation; stream: RandomStream },
): void {
  const map = drawMap(size, variation, stream);
  const { cosine, sine } = map;
  for (let y = 0, at = 0; y < size.height; y++) {
    let sourceX = map.x0 + sine * y;
    let sourceY = map.y0 + cosine * y;
    for (let x = 0; x < size.width; x++, at++) {
      out[at] = inkAt(ink, size, { x: sourceX, y: sourceY });
      sourceX += cosine;
      sourceY -= sine;
    }
  }
}

/** The inverse of the variation: where in the digit each pixel of the result comes from. */
function drawMap(
  { width, height }: Size,
  { rotateDegrees, scale, translate }: DigitVariation,
  stream: RandomStream,
): AffineMap {
  const angle = (stream.uniform(-rotateDegrees, rotateDegrees) * Math.PI) / 180;
  const zoom = stream.uniform(1 - scale, 1 + scale);
  const middleX = (width - 1) / 2;
  const middleY = (height - 1) / 2;
  const fromX = -middleX - stream.uniform(-translate, translate) * width;
  const fromY = -middleY - stream.uniform(-translate, translate) * height;
  const [cosine, sine] = [Math.cos(angle) / zoom, Math.sin(angle) / zoom];
  return {
    cosine,
    sine,
    x0: cosine * fromX + sine * fromY + middleX,
    y0: -sine * fromX + cosine * fromY + middleY,
  };
}

/** Most of the cost of a variation, so it allocates nothing. */
function inkAt(ink: Uint8Array, { width, height }: Size, { x, y }: { x: number; y: number }): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  if (left < -1 || top < -1 || left >= width || top >= height) return 0;
  const at = (column: number, row: number) =>
    column < 0 || row < 0 || column >= width || row >= height ? 0 : (ink[row * width + column] as number);
  const above = at(left, top) + (x - left) * (at(left + 1, top) - at(left, top));
  const below = at(left, top + 1) + (x - left) * (at(left + 1, top + 1) - at(left, top + 1));
  return Math.round(above + (y - top) * (below - above));
}
