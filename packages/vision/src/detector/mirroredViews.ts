// Test-time augmentation: a picture and its mirror images are predicted from, and what they say of a place is averaged.
// It costs a run of the network for each view and no training.
import type { Size } from '../boxes/box.js';
import { BOX_CHANNELS } from './boxDecoding.js';
import type { PredictionLayout } from './predictionLayout.js';
import { type ViewCount, viewCount } from './viewCount.js';

interface Mirroring {
  readonly leftRight: boolean;
  readonly topBottom: boolean;
}

/** Of each view; the first so many are taken. */
const MIRRORINGS: readonly Mirroring[] = [
  { leftRight: false, topBottom: false },
  { leftRight: true, topBottom: false },
  { leftRight: false, topBottom: true },
  { leftRight: true, topBottom: true },
];

/**
 * The views of a picture; the first is the picture itself.
 *
 * @param pixels - [H, W, 3]
 * @throws RangeError if `views` is not 1, 2 or 4
 */
export function viewsOf(pixels: Uint8Array, size: Size, views: ViewCount): Uint8Array[] {
  return MIRRORINGS.slice(0, viewCount(views)).map((mirroring, view) =>
    view === 0 ? pixels : mirrored(pixels, size, mirroring),
  );
}

/** Row by row, in a third of the time that it takes place by place. */
function mirrored(
  pixels: Uint8Array,
  { width, height }: Size,
  { leftRight, topBottom }: Mirroring,
): Uint8Array {
  const out = new Uint8Array(pixels.length);
  for (let row = 0; row < height; row++) {
    const from = 3 * width * (topBottom ? height - 1 - row : row);
    const to = 3 * width * row;
    if (leftRight) mirrorRow(pixels.subarray(from, from + 3 * width), out, to);
    else out.set(pixels.subarray(from, from + 3 * width), to);
  }
  return out;
}

/** Writes the pixels of a row behind one another from the last one on. */
function mirrorRow(row: Uint8Array, out: Uint8Array, start: number): void {
  let to = start;
  for (let from = row.length - 3; from >= 0; from -= 3) {
    out[to++] = row[from] as number;
    out[to++] = row[from + 1] as number;
    out[to++] = row[from + 2] as number;
  }
}

/** Where a place of a grid, counted row by row, lies in its mirror image. */
function mirroredPlace(place: number, { width, height }: Size, { leftRight, topBottom }: Mirroring): number {
  const column = place % width;
  const row = (place - column) / width;
  return (topBottom ? height - 1 - row : row) * width + (leftRight ? width - 1 - column : column);
}

/**
 * The mean of what the views of one picture predict for each of N cells, mirrored back: of the boxes, the objectness and the
 * class logits.
 *
 * @param predictions - [5 + C, N] of each view, as `decodeBoxes` leaves them
 */
export function meanOfViews(
  predictions: readonly ArrayLike<number>[],
  layout: PredictionLayout,
  inputSize: Size,
): ArrayLike<number> {
  const [first, ...others] = predictions;
  if (first === undefined) throw new RangeError('detector: a picture has at least one view');
  if (others.length === 0) return first;
  const sum = Float64Array.from(first);
  for (const [index, values] of others.entries()) {
    addMirrored(sum, values, { layout, inputSize, mirroring: MIRRORINGS[index + 1] as Mirroring });
  }
  return sum.map((value) => value / predictions.length);
}

interface MirroredMaps {
  readonly layout: PredictionLayout;
  readonly inputSize: Size;
  readonly mirroring: Mirroring;
}

function addMirrored(
  sum: Float64Array,
  values: ArrayLike<number>,
  { layout, inputSize, mirroring }: MirroredMaps,
): void {
  const { scales, cellCount } = layout;
  const sources = channelSources(sum.length / cellCount, inputSize, mirroring);
  for (const { grid, firstCell } of scales) {
    for (let place = 0; place < grid.width * grid.height; place++) {
      const to = firstCell + place;
      const from = firstCell + mirroredPlace(place, grid, mirroring);
      for (const [channel, { source, sign, offset }] of sources.entries()) {
        const value = values[source * cellCount + from] as number;
        sum[channel * cellCount + to] = (sum[channel * cellCount + to] as number) + sign * value + offset;
      }
    }
  }
}

/** Which channel of a mirror image holds what: the right edge of a box is the picture's width minus the left one. */
function channelSources(channels: number, { width, height }: Size, { leftRight, topBottom }: Mirroring) {
  const edges = [
    { opposite: 2, extent: width, isMirrored: leftRight },
    { opposite: 3, extent: height, isMirrored: topBottom },
    { opposite: 0, extent: width, isMirrored: leftRight },
    { opposite: 1, extent: height, isMirrored: topBottom },
  ];
  return Array.from({ length: channels }, (_, channel) => {
    const edge = channel < BOX_CHANNELS - 1 ? edges[channel] : undefined;
    return edge?.isMirrored
      ? { source: edge.opposite, sign: -1, offset: edge.extent }
      : { source: channel, sign: 1, offset: 0 };
  });
}
