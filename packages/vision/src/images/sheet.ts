// Truth beside prediction, picture by picture: what a mean average precision looks like.
import sharp from 'sharp';
import type { Size } from '../boxes/box.js';
import { annotateImage, type LabelledBox } from './annotate.js';
import { encodeImage } from './encode.js';
import { type RgbImage, solidImage } from './image.js';
import { textPath } from './text.js';

/** One picture of a sheet, boxes in its pixels. */
export interface SheetEntry {
  readonly image: RgbImage;
  readonly truths: readonly LabelledBox[];
  readonly detections: readonly LabelledBox[];
}

/** Settings of `comparisonSheet`. */
export interface SheetOptions {
  /** Name of each class, in the order of the class indices. */
  readonly classes: readonly string[];
  /** Pairs in a row; default 2. */
  readonly columns?: number;
}

const GAP_PIXELS = 8;
/** More than the gap inside a pair, so that the eye pairs the right panels. */
const PAIR_GAP_PIXELS = 28;
const TITLE_FONT_PIXELS = 16;
const TITLE_HEIGHT_PIXELS = 26;
const PAPER = [250, 250, 250] as const;

/**
 * A WebP picture with a pair of panels an entry: the truth at the left, the detections at the right.
 *
 * @throws RangeError if there are no entries
 */
export async function comparisonSheet(
  entries: readonly SheetEntry[],
  { classes, columns = 2 }: SheetOptions,
): Promise<Uint8Array> {
  if (entries.length === 0) throw new RangeError('comparisonSheet: needs at least one entry, got none');
  const panels = await Promise.all(
    entries.flatMap(({ image, truths, detections }) => [
      annotateImage(image, truths, { classes }),
      annotateImage(image, detections, { classes }),
    ]),
  );
  return encodeImage(await arrange(panels, 2 * Math.min(columns, entries.length)), 'webp');
}

async function arrange(panels: readonly RgbImage[], panelsPerRow: number): Promise<RgbImage> {
  const cell = {
    width: Math.max(...panels.map(({ width }) => width)) + GAP_PIXELS,
    height: Math.max(...panels.map(({ height }) => height)) + TITLE_HEIGHT_PIXELS + GAP_PIXELS,
  };
  const size = {
    width: panelsPerRow * cell.width + (panelsPerRow / 2 - 1) * (PAIR_GAP_PIXELS - GAP_PIXELS) + GAP_PIXELS,
    height: Math.ceil(panels.length / panelsPerRow) * cell.height + GAP_PIXELS,
  };
  const places = panels.map((_, index) => ({
    left: GAP_PIXELS + leftOf(index % panelsPerRow, cell.width),
    top: GAP_PIXELS + Math.floor(index / panelsPerRow) * cell.height,
  }));
  const pictures = panels.map(({ width, height, data }, index) => ({
    input: Buffer.from(data.buffer, data.byteOffset, data.length),
    raw: { width, height, channels: 3 as const },
    left: places[index]?.left ?? 0,
    top: (places[index]?.top ?? 0) + TITLE_HEIGHT_PIXELS,
  }));
  const paper = solidImage(size, PAPER);
  const data = await sharp(paper.data, { raw: { ...size, channels: 3 } })
    .composite([...pictures, { input: Buffer.from(titlesSvg(places, size)), left: 0, top: 0 }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { ...size, data };
}

function leftOf(column: number, cellWidth: number): number {
  return column * cellWidth + Math.floor(column / 2) * (PAIR_GAP_PIXELS - GAP_PIXELS);
}

function titlesSvg(places: readonly { left: number; top: number }[], { width, height }: Size): string {
  const titles = places.map(({ left, top }, index) => {
    const { path } = textPath(index % 2 === 0 ? 'truth' : 'prediction', {
      x: left,
      y: top + TITLE_FONT_PIXELS,
      fontSize: TITLE_FONT_PIXELS,
    });
    return `<path d="${path}" fill="#222222"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${titles.join('')}</svg>`;
}
