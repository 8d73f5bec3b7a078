// Draws a picture at its place in the frame: scale, flip, move and light in one integer pass over the bytes.
import type { Size } from '../boxes/box.js';
import { LETTERBOX_GREY } from '../images/letterbox.js';
import { type ColourChange, changeColours, keepsColours } from './colour.js';
import type { AxisMap, Placement, Span } from './geometry.js';

/** A picture as it lies in a frame of the same size. */
export interface FramedPicture {
  readonly frame: Size;
  /** `frame.height * frame.width * 3` bytes, HWC. */
  readonly pixels: Uint8Array;
  /** The part of the frame that holds the picture; bars surround it. */
  readonly content: { readonly columns: Span; readonly rows: Span };
}

/** What becomes of a picture's bytes. */
export interface Look {
  /** From byte to byte, as `lightTable` makes it. */
  readonly light: Uint8ClampedArray;
  readonly colour: ColourChange;
}

/**
 * Fills the rows and columns of a placement with a picture, bilinear, and with grey where the picture ends.
 *
 * @param out - bytes of a frame of the same size
 */
export function resample(
  { frame, pixels, content }: FramedPicture,
  out: Uint8Array,
  { placement, look }: { readonly placement: Placement; readonly look: Look },
): void {
  const rowBytes = frame.width * 3;
  const columns = samplesOf(placement.columns, placement.mapX, content.columns);
  const rows = samplesOf(placement.rows, placement.mapY, content.rows);
  const sampling = { columns, blended: new Int32Array(rowBytes), light: look.light };
  const isColoured = !keepsColours(look.colour);
  for (let y = placement.rows.from; y < placement.rows.to; y++) {
    const target = out.subarray(y * rowBytes, (y + 1) * rowBytes);
    target.fill(LETTERBOX_GREY, placement.columns.from * 3, placement.columns.to * 3);
    if (y < rows.inside.from || y >= rows.inside.to) continue;
    const sample = y - rows.inside.from;
    const [first, second] = [rows.first[sample] as number, rows.second[sample] as number];
    const above = pixels.subarray(first * rowBytes, (first + 1) * rowBytes);
    const below = pixels.subarray(second * rowBytes, (second + 1) * rowBytes);
    const filled = target.subarray(columns.inside.from * 3, columns.inside.to * 3);
    resampleRow({ above, below, down: rows.weight[sample] as number }, filled, sampling);
    if (isColoured) changeColours(filled, look.colour);
  }
}

/** For each pixel of a span of the frame that shows the picture: the two pixels of it that it lies between. */
interface AxisSamples {
  /** The part of the frame's span that shows the picture; the arrays begin with it. */
  readonly inside: Span;
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Weight of the second, out of 256. */
  readonly weight: Int32Array;
}

function samplesOf(span: Span, map: AxisMap, content: Span): AxisSamples {
  const inside = insideOf(span, map, content);
  const length = Math.max(0, inside.to - inside.from);
  const [first, second, weight] = [new Int32Array(length), new Int32Array(length), new Int32Array(length)];
  for (let sample = 0; sample < length; sample++) {
    const position = positionAt(inside.from + sample, map);
    const within = Math.min(Math.max(position, content.from), content.to - 1);
    first[sample] = Math.floor(within);
    second[sample] = Math.min(Math.floor(within) + 1, content.to - 1);
    weight[sample] = Math.round((within - Math.floor(within)) * 256);
  }
  return { inside, first, second, weight };
}

/** Where the middle of a pixel of the frame lies in the picture, counted from the middle of its first pixel. */
function positionAt(index: number, { scale, offset }: AxisMap): number {
  return (index + 0.5 - offset) / scale - 0.5;
}

/** The pixels of a span whose middle lies in the picture: in one piece, because the map is monotone. */
function insideOf(span: Span, map: AxisMap, content: Span): Span {
  const shows = (index: number) => {
    const position = positionAt(index, map);
    return position >= content.from - 0.5 && position <= content.to - 0.5;
  };
  let { from, to } = span;
  while (from < to && !shows(from)) from++;
  while (to > from && !shows(to - 1)) to--;
  return { from, to };
}

interface RowPair {
  readonly above: Uint8Array;
  readonly below: Uint8Array;
  /** Weight of the row below, out of 256. */
  readonly down: number;
}

interface RowSampling {
  readonly columns: AxisSamples;
  /** Room for the mean of the two rows, times 256. */
  readonly blended: Int32Array;
  readonly light: Uint8ClampedArray;
}

/** Bilinear in integers, light included: most of the cost of a variation, so it allocates nothing. */
function resampleRow(
  { above, below, down }: RowPair,
  target: Uint8Array,
  { columns: { first, second, weight }, blended, light }: RowSampling,
): void {
  for (let at = 0; at < blended.length; at++) {
    const top = above[at] as number;
    blended[at] = (top << 8) + down * ((below[at] as number) - top);
  }
  for (let x = 0, at = 0; x < first.length; x++, at += 3) {
    const left = (first[x] as number) * 3;
    const right = (second[x] as number) * 3;
    const across = weight[x] as number;
    for (let channel = 0; channel < 3; channel++) {
      const value = blended[left + channel] as number;
      const sum = (value << 8) + across * ((blended[right + channel] as number) - value);
      target[at + channel] = light[(sum + 0x8000) >> 16] as number;
    }
  }
}
