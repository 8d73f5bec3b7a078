// A plot as a PNG picture.
import sharp from 'sharp';
import { outlineText } from './outlineText.js';

/** Pixels of the picture for one of the plot, so that lines stay sharp on dense screens. */
const PIXEL_RATIO = 2;

/** 72 dots per inch draw one pixel for one unit of an SVG. */
const SVG_DENSITY = 72;

/**
 * Draws a plot, black on white. Text is turned into outlines first, so that the picture looks the same on a
 * machine without fonts.
 *
 * @param svg - as the plot functions return it
 */
export async function rasterize(svg: string): Promise<Uint8Array> {
  const drawn = outlineText(svg).replaceAll('currentColor', '#1d2126');
  return sharp(Buffer.from(drawn), { density: SVG_DENSITY * PIXEL_RATIO })
    .flatten({ background: '#ffffff' })
    .png()
    .toBuffer();
}
