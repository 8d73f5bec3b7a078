// Cheap variations of a training picture: one pass over the bytes does flip, zoom, shift and light.
import type { RandomStream } from '@rectify/nn/random';
import { type BoxXyxy, boxArea, clipBox, type Size } from '../boxes/box.js';
import type { LabelledObject } from './dataset.js';
import type { PreparedExample } from './preparedSplit.js';

/** How far a picture may be varied; every draw is uniform. */
export interface AugmentationSettings {
  /** Mirror left and right in half of the cases. */
  readonly horizontalFlip: boolean;
  /** Mirror top and bottom in half of the cases: only where up has no meaning. */
  readonly verticalFlip: boolean;
  /** Zoom factor, from 1 - zoom to 1 + zoom. */
  readonly zoom: number;
  /** Shift, up to this share of the frame's width and height either way. */
  readonly shift: number;
  /** Added to each value, up to this share of 255 either way. */
  readonly brightness: number;
  /** Factor on the distance to mid-grey, from 1 - contrast to 1 + contrast. */
  readonly contrast: number;
}

/** A box with less than this share of its area left in the frame is no longer an object. */
const LEAST_VISIBLE_SHARE = 0.25;
/** What lies outside the picture: the grey of the letterbox's bars. */
const OUTSIDE_GREY = 114;

/** One axis: frame position = picture position * scale + offset; a negative scale mirrors. */
interface AxisMap {
  readonly scale: number;
  readonly offset: number;
}

/**
 * Writes a random variation of an example into `out` and returns its objects, clipped to the frame.
 *
 * @param out - `frame.height * frame.width * 3` bytes, HWC
 */
export function augment(
  { pixels, objects, letterbox: { frame } }: PreparedExample,
  out: Uint8Array,
  { settings, stream }: { readonly settings: AugmentationSettings; readonly stream: RandomStream },
): LabelledObject[] {
  const zoom = 1 + settings.zoom * stream.uniform(-1, 1);
  const mapX = drawAxis(frame.width, { zoom, flip: settings.horizontalFlip, shift: settings.shift }, stream);
  const mapY = drawAxis(frame.height, { zoom, flip: settings.verticalFlip, shift: settings.shift }, stream);
  const light = lightTable(settings, stream);
  resample(pixels, out, {
    frame,
    columns: samples(frame.width, mapX),
    rows: samples(frame.height, mapY),
    light,
  });
  return objects.flatMap((object) => {
    const moved = moveBox(object.box, mapX, mapY);
    const box = clipBox(moved, frame);
    return boxArea(box) >= LEAST_VISIBLE_SHARE * boxArea(moved) ? [{ ...object, box }] : [];
  });
}

function drawAxis(
  length: number,
  { zoom, flip, shift }: { zoom: number; flip: boolean; shift: number },
  stream: RandomStream,
): AxisMap {
  // Drawn in any case, so that switching one variation off leaves the luck of the others as it was.
  const isMirrored = stream.uniform() < 0.5 && flip;
  const scale = isMirrored ? -zoom : zoom;
  const offset = (length / 2) * (1 - scale) + length * shift * stream.uniform(-1, 1);
  return { scale, offset };
}

function lightTable({ brightness, contrast }: AugmentationSettings, stream: RandomStream): Uint8ClampedArray {
  const added = 255 * brightness * stream.uniform(-1, 1);
  const factor = 1 + contrast * stream.uniform(-1, 1);
  return Uint8ClampedArray.from({ length: 256 }, (_, value) => (value - 128) * factor + 128 + added);
}

/** For each pixel of the frame along one axis: the picture's two pixels that it lies between. */
interface AxisSamples {
  /** Index of the first, or -1 outside the picture. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Weight of the second, out of 256. */
  readonly weight: Int32Array;
}

function samples(length: number, { scale, offset }: AxisMap): AxisSamples {
  const first = new Int32Array(length).fill(-1);
  const second = new Int32Array(length);
  const weight = new Int32Array(length);
  for (let index = 0; index < length; index++) {
    const position = (index + 0.5 - offset) / scale - 0.5;
    if (position < -0.5 || position > length - 0.5) continue;
    const inside = Math.min(Math.max(position, 0), length - 1);
    first[index] = Math.floor(inside);
    second[index] = Math.min(Math.floor(inside) + 1, length - 1);
    weight[index] = Math.round((inside - Math.floor(inside)) * 256);
  }
  return { first, second, weight };
}

interface Resampling {
  readonly frame: Size;
  readonly columns: AxisSamples;
  readonly rows: AxisSamples;
  readonly light: Uint8ClampedArray;
}

/** Bilinear in integers, light included: most of the cost of a variation, so it allocates nothing. */
function resample(source: Uint8Array, out: Uint8Array, { frame, columns, rows, light }: Resampling): void {
  const { width, height } = frame;
  for (let y = 0; y < height; y++) {
    const target = out.subarray(y * width * 3, (y + 1) * width * 3);
    const first = rows.first[y] as number;
    if (first < 0) {
      target.fill(OUTSIDE_GREY);
      continue;
    }
    const second = rows.second[y] as number;
    const above = source.subarray(first * width * 3, (first + 1) * width * 3);
    const below = source.subarray(second * width * 3, (second + 1) * width * 3);
    resampleRow({ above, below, down: rows.weight[y] as number }, target, { columns, light });
  }
}

interface RowPair {
  readonly above: Uint8Array;
  readonly below: Uint8Array;
  /** Weight of the row below, out of 256. */
  readonly down: number;
}

function resampleRow(
  { above, below, down }: RowPair,
  target: Uint8Array,
  { columns: { first, second, weight }, light }: Pick<Resampling, 'columns' | 'light'>,
): void {
  for (let x = 0; x < first.length; x++) {
    const left = (first[x] as number) * 3;
    const right = (second[x] as number) * 3;
    const across = weight[x] as number;
    for (let channel = 0; channel < 3; channel++) {
      if (left < 0) {
        target[x * 3 + channel] = OUTSIDE_GREY;
        continue;
      }
      const topLeft = above[left + channel] as number;
      const bottomLeft = below[left + channel] as number;
      const top = (topLeft << 8) + across * ((above[right + channel] as number) - topLeft);
      const bottom = (bottomLeft << 8) + across * ((below[right + channel] as number) - bottomLeft);
      target[x * 3 + channel] = light[((top << 8) + down * (bottom - top) + 0x8000) >> 16] as number;
    }
  }
}

function moveBox({ x1, y1, x2, y2 }: BoxXyxy, mapX: AxisMap, mapY: AxisMap): BoxXyxy {
  const move = (value: number, { scale, offset }: AxisMap) => value * scale + offset;
  const [xa, xb, ya, yb] = [move(x1, mapX), move(x2, mapX), move(y1, mapY), move(y2, mapY)];
  return { x1: Math.min(xa, xb), y1: Math.min(ya, yb), x2: Math.max(xa, xb), y2: Math.max(ya, yb) };
}
