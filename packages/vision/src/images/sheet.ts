// Many pictures on one: truth beside prediction, picture by picture, or panels with a title each.
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

/** A picture with a line above it. */
export interface Panel {
  readonly image: RgbImage;
  /** Drawn smaller where it is longer than the picture is wide. */
  readonly title: string;
}

const GAP_PIXELS = 8;
/** More than the gap inside a group, so that the eye groups the right panels. */
const GROUP_GAP_PIXELS = 28;
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
      titled('truth', annotateImage(image, truths, { classes })),
      titled('prediction', annotateImage(image, detections, { classes })),
    ]),
  );
  const inRow = 2 * columns;
  const rows = Array.from({ length: Math.ceil(panels.length / inRow) }, (_, row) =>
    panels.slice(row * inRow, (row + 1) * inRow),
  );
  return panelSheet(rows, 2);
}

async function titled(title: string, image: Promise<RgbImage>): Promise<Panel> {
  return { title, image: await image };
}

/**
 * Rows of panels on one WebP picture, each in a cell as large as the largest of them.
 *
 * @param groupSize - neighbours that belong together and stand closer; default 1, each by itself
 */
export async function panelSheet(rows: readonly (readonly Panel[])[], groupSize = 1): Promise<Uint8Array> {
  const images = rows.flat().map(({ image }) => image);
  const cell = {
    width: Math.max(...images.map(({ width }) => width)) + GAP_PIXELS,
    height: Math.max(...images.map(({ height }) => height)) + TITLE_HEIGHT_PIXELS + GAP_PIXELS,
  };
  const groupGap = groupSize === 1 ? 0 : GROUP_GAP_PIXELS - GAP_PIXELS;
  const leftOf = (column: number): number =>
    GAP_PIXELS + column * cell.width + Math.floor(column / groupSize) * groupGap;
  const size = {
    width: leftOf(Math.max(...rows.map(({ length }) => length)) - 1) + cell.width,
    height: rows.length * cell.height + GAP_PIXELS,
  };
  const placed = rows.flatMap((row, line) =>
    row.map((panel, column) => ({ ...panel, left: leftOf(column), top: GAP_PIXELS + line * cell.height })),
  );
  return encodeImage(await drawPanels(placed, size), 'webp');
}

interface PlacedPanel extends Panel {
  readonly left: number;
  readonly top: number;
}

async function drawPanels(panels: readonly PlacedPanel[], size: Size): Promise<RgbImage> {
  const pictures = panels.map(({ image: { width, height, data }, left, top }) => ({
    input: Buffer.from(data.buffer, data.byteOffset, data.length),
    raw: { width, height, channels: 3 as const },
    left,
    top: top + TITLE_HEIGHT_PIXELS,
  }));
  const paper = solidImage(size, PAPER);
  const data = await sharp(paper.data, { raw: { ...size, channels: 3 } })
    .composite([...pictures, { input: Buffer.from(titlesSvg(panels, size)), left: 0, top: 0 }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { ...size, data };
}

function titlesSvg(panels: readonly PlacedPanel[], { width, height }: Size): string {
  const titles = panels.map(({ title, image, left, top }) => {
    const full = textPath(title, { x: 0, y: 0, fontSize: TITLE_FONT_PIXELS }).width;
    const fontSize = TITLE_FONT_PIXELS * Math.min(1, image.width / full);
    const { path } = textPath(title, { x: left, y: top + TITLE_FONT_PIXELS, fontSize });
    return `<path d="${path}" fill="#222222"/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${titles.join('')}</svg>`;
}
