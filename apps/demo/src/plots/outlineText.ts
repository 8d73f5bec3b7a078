// Text of an SVG as outlines: the same on every machine, whatever fonts it has.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype, { type Font, type PathCommand } from 'opentype.js';

const TEXT_ELEMENT = /<text([^>]*)>([^<]*)<\/text>/g;

/** Attributes that mean the same on a path. */
const KEPT = ['transform', 'fill', 'fill-opacity', 'opacity'];

/** How far a line begins left of its anchor, as a share of its width. */
const ANCHOR_SHARE: Readonly<Record<string, number>> = { start: 0, middle: 0.5, end: 1 };

/**
 * Replaces every text of an SVG, as Vega writes them, by its outlines in DejaVu Sans, heavier weights in its bold.
 *
 * Reads the attributes `text-anchor`, `font-size` and `font-weight` of the element itself.
 */
export function outlineText(svg: string): string {
  return svg.replace(TEXT_ELEMENT, (_, attributeText: string, content: string) => {
    const attributes = new Map(
      [...attributeText.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    );
    const line = outline(unescapeXml(content), {
      fontSize: Number.parseFloat(attributes.get('font-size') ?? '11'),
      isBold: Number(attributes.get('font-weight')) >= 600 || attributes.get('font-weight') === 'bold',
      anchorShare: ANCHOR_SHARE[attributes.get('text-anchor') ?? 'start'] ?? 0,
    });
    const kept = KEPT.flatMap((name) => (attributes.has(name) ? [`${name}="${attributes.get(name)}"`] : []));
    return `<path ${kept.join(' ')} d="${line}"/>`;
  });
}

interface LineStyle {
  readonly fontSize: number;
  readonly isBold: boolean;
  readonly anchorShare: number;
}

/** Glyph by glyph: the font's substitution tables use formats that the parser lacks. */
function outline(text: string, { fontSize, isBold, anchorShare }: LineStyle): string {
  const font = isBold ? boldFont() : regularFont();
  const glyphs = [...text].map((character) => font.charToGlyph(character));
  const widths = glyphs.map(({ advanceWidth = 0 }) => (advanceWidth * fontSize) / font.unitsPerEm);
  let x = -anchorShare * widths.reduce((sum, width) => sum + width, 0);
  let path = '';
  for (const [index, glyph] of glyphs.entries()) {
    path += glyph.getPath(x, 0, fontSize).commands.map(writeCommand).join('');
    x += widths[index] ?? 0;
  }
  return path;
}

/**
 * One command of an outline. The library's own `toPathData` leaves out the space before a coordinate that is
 * negative and rounds to 0, which joins it with the number before.
 */
function writeCommand(command: PathCommand): string {
  const { type, ...coordinates } = command;
  const { x1, y1, x2, y2, x, y } = coordinates as Partial<Record<string, number>>;
  const numbers = [x1, y1, x2, y2, x, y].filter((number) => number !== undefined);
  return type + numbers.map((number) => number.toFixed(2)).join(' ');
}

const regularFont = once(() => loadFont('DejaVuSans.ttf'));
const boldFont = once(() => loadFont('DejaVuSans-Bold.ttf'));

function loadFont(file: string): Font {
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${file}`));
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function once<Result>(make: () => Result): () => Result {
  let made: Result | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
}
