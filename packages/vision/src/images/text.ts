// Text as outlines: the same on every machine, whatever fonts it has.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype, { type Font } from 'opentype.js';

/** A line of text as an SVG path. */
export interface TextPath {
  /** The `d` attribute. */
  readonly path: string;
  /** Advance width, in pixels. */
  readonly width: number;
}

const FONT_FILE = 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf';

let loadedFont: Font | undefined;

/**
 * Outlines of one line of DejaVu Sans, starting at `x` on the baseline `y`.
 *
 * Glyph by glyph with no shaping or kerning: enough for class names and numbers, and the font's
 * substitution tables use formats that the parser lacks.
 */
export function textPath(
  text: string,
  { x, y, fontSize }: { x: number; y: number; fontSize: number },
): TextPath {
  const font = loadFont();
  let path = '';
  let width = 0;
  for (const character of text) {
    const glyph = font.charToGlyph(character);
    path += glyph.getPath(x + width, y, fontSize).toPathData(2);
    width += ((glyph.advanceWidth ?? 0) * fontSize) / font.unitsPerEm;
  }
  return { path, width };
}

function loadFont(): Font {
  if (loadedFont === undefined) {
    const bytes = readFileSync(createRequire(import.meta.url).resolve(FONT_FILE));
    loadedFont = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  }
  return loadedFont;
}
