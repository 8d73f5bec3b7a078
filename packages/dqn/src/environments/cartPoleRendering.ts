// The cart-pole as a drawing: track with its two limits, cart, pole. Shapes only, in SVG.
import { degrees, palette, rounded, svgDocument } from './svgDrawing.js';

const width = 600;
const height = 300;
const trackY = 240;
const cartWidth = 72;
const cartHeight = 40;
const poleWidth = 12;
const margin = 40;

/** What the drawing shows; lengths in metres, the angle in radians clockwise from upright. */
export interface CartPoleScene {
  readonly position: number;
  readonly angle: number;
  /** The cart's centre must stay within plus and minus this many metres. */
  readonly positionLimit: number;
  readonly halfPoleLength: number;
}

/** An SVG document of 600 x 300 pixels; both track limits are always visible. */
export function renderCartPole({ position, angle, positionLimit, halfPoleLength }: CartPoleScene): string {
  const pixelsPerMetre = (width - 2 * margin) / (2 * positionLimit);
  const x = rounded(width / 2 + position * pixelsPerMetre);
  const pivotY = trackY - cartHeight;
  const poleLength = rounded(2 * halfPoleLength * pixelsPerMetre);
  return svgDocument(width, height, [
    `<rect y="${trackY}" width="${width}" height="4" fill="${palette.ground}"/>`,
    limitMark(margin),
    limitMark(width - margin),
    `<rect x="${rounded(x - cartWidth / 2)}" y="${pivotY}" width="${cartWidth}" height="${cartHeight}" rx="6" fill="${palette.body}"/>`,
    `<g transform="translate(${x} ${pivotY}) rotate(${degrees(angle)})">`,
    `<rect x="${-poleWidth / 2}" y="${-poleLength}" width="${poleWidth}" height="${poleLength}" rx="${poleWidth / 2}" fill="${palette.limb}"/>`,
    '</g>',
    `<circle cx="${x}" cy="${pivotY}" r="7" fill="${palette.background}" stroke="${palette.body}" stroke-width="4"/>`,
  ]);
}

function limitMark(x: number): string {
  return `<rect x="${x - 2}" y="${trackY - 14}" width="4" height="32" fill="${palette.danger}"/>`;
}
