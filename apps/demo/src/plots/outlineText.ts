// Text of an SVG as outlines: the same on every machine, whatever fonts it has.
import { textPath } from '@rectify/vision';

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

function outline(text: string, { fontSize, isBold, anchorShare }: LineStyle): string {
  const { width } = textPath(text, { x: 0, y: 0, fontSize, isBold });
  return textPath(text, { x: -anchorShare * width, y: 0, fontSize, isBold }).path;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
}
