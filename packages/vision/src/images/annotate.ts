import sharp from 'sharp';
import type { BoxXyxy, Size } from '../boxes/box.js';
import type { RgbImage } from './image.js';
import { type CoveredLabels, placeLabels } from './labelPlacement.js';
import { classColour, readableOn } from './palette.js';
import { textPath } from './text.js';

/** A box to draw; with a score the label shows it. */
export interface LabelledBox {
  /** In pixels of the picture. */
  readonly box: BoxXyxy;
  readonly classIndex: number;
  readonly score?: number;
  /** Default class and score; an empty one is not drawn. */
  readonly label?: string;
  /** A dashed outline, to tell two kinds of boxes apart; default false. */
  readonly isDashed?: boolean;
}

/** Settings of `annotateImage`. */
export interface AnnotateOptions {
  /** Name of each class, in the order of the class indices. */
  readonly classes: readonly string[];
  /** Height of the label text, in pixels of the result; default 12, or an 80th of the longer side. */
  readonly fontSize?: number;
  /** Whole factor by which the picture is enlarged first; default 1, or more to reach 384 pixels. */
  readonly enlarge?: number;
  /** Whether a label that finds no place free of other labels is drawn over them; default `draw`. */
  readonly coveredLabels?: CoveredLabels;
}

const READABLE_SIDE_PIXELS = 384;
const SMALLEST_FONT_PIXELS = 12;
/** The longer side of a picture over the height of its labels: what a photograph that fills a screen needs. */
const SIDE_PER_FONT_SIZE = 80;
const LABEL_PADDING_PER_FONT_SIZE = 1 / 6;
const LINE_WIDTH_PER_FONT_SIZE = 1 / 6;

/**
 * The picture with each box outlined in the colour of its class and labelled with class and score.
 *
 * @example
 * ```ts
 * const annotated = await annotateImage(image, boxes, { classes: detector.classes });
 * await writeFile('annotated.webp', await encodeImage(annotated, 'webp'));
 * ```
 */
export async function annotateImage(
  image: RgbImage,
  boxes: readonly LabelledBox[],
  { classes, enlarge = readableFactor(image), coveredLabels = 'draw', ...options }: AnnotateOptions,
): Promise<RgbImage> {
  const size = { width: image.width * enlarge, height: image.height * enlarge };
  const fontSize = options.fontSize ?? readableFontSize(size);
  const enlarged = boxes.map((labelled) => ({ ...labelled, box: scaleBox(labelled.box, enlarge) }));
  const overlay = overlaySvg(enlarged, { classes, fontSize, size, coveredLabels });
  const data = await sharp(await enlargeImage(image, enlarge), { raw: { ...size, channels: 3 } })
    .composite([{ input: Buffer.from(overlay) }])
    .removeAlpha()
    .raw()
    .toBuffer();
  return { ...size, data };
}

function readableFactor({ width, height }: Size): number {
  return Math.max(1, Math.round(READABLE_SIDE_PIXELS / Math.max(width, height)));
}

function readableFontSize({ width, height }: Size): number {
  return Math.max(SMALLEST_FONT_PIXELS, Math.round(Math.max(width, height) / SIDE_PER_FONT_SIZE));
}

function scaleBox({ x1, y1, x2, y2 }: BoxXyxy, factor: number): BoxXyxy {
  return { x1: x1 * factor, y1: y1 * factor, x2: x2 * factor, y2: y2 * factor };
}

async function enlargeImage({ width, height, data }: RgbImage, factor: number): Promise<Uint8Array> {
  if (factor === 1) return data;
  return sharp(data, { raw: { width, height, channels: 3 } })
    .resize(width * factor, height * factor, { fit: 'fill', kernel: 'nearest' })
    .raw()
    .toBuffer();
}

interface OverlayOptions {
  readonly classes: readonly string[];
  readonly fontSize: number;
  readonly size: Size;
  readonly coveredLabels: CoveredLabels;
}

function overlaySvg(
  boxes: readonly LabelledBox[],
  { classes, fontSize, size, coveredLabels }: OverlayOptions,
): string {
  const padding = Math.round(fontSize * LABEL_PADDING_PER_FONT_SIZE);
  const label = { height: Math.round(fontSize * 1.2) + padding, baseline: fontSize + padding / 2 };
  const labels = boxes
    .map((labelled) => ({ ...labelled, text: labelText(labelled, classes) }))
    .filter(({ text }) => text !== '')
    .map((labelled) => {
      const width = textPath(labelled.text, { x: 0, y: 0, fontSize }).width + 2 * padding;
      return { ...labelled, label: { width, height: label.height } };
    });
  const places = placeLabels(labels, size, coveredLabels);
  const outlines = boxes.map((box) => outlineSvg(box, Math.round(fontSize * LINE_WIDTH_PER_FONT_SIZE)));
  const texts = labels.map(({ text, classIndex, label: { width, height } }, index) => {
    const place = places[index];
    if (place === undefined) return '';
    const { x, y } = place;
    const background = classColour(classIndex);
    const { path } = textPath(text, { x: x + padding, y: y + label.baseline, fontSize });
    return (
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${background}"/>` +
      `<path d="${path}" fill="${readableOn(background)}"/>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">` +
    `${outlines.join('')}${texts.join('')}</svg>`
  );
}

function labelText({ classIndex, score, label }: LabelledBox, classes: readonly string[]): string {
  if (label !== undefined) return label;
  const name = classes[classIndex] ?? `class ${classIndex}`;
  return score === undefined ? name : `${name} ${score.toFixed(2)}`;
}

function outlineSvg({ box, classIndex, isDashed = false }: LabelledBox, lineWidth: number): string {
  const { x1, y1, x2, y2 } = box;
  const dashes = isDashed ? ` stroke-dasharray="${4 * lineWidth} ${3 * lineWidth}"` : '';
  const shape = `x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}" fill="none"${dashes}`;
  // A dark rim keeps the line visible on a background of its own colour.
  return (
    `<rect ${shape} stroke="#000000" stroke-opacity="0.6" stroke-width="${lineWidth + 2}"/>` +
    `<rect ${shape} stroke="${classColour(classIndex)}" stroke-width="${lineWidth}"/>`
  );
}
