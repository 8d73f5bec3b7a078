// The cart-pole as a drawing: track with its two limits, cart, pole. Shapes only, in SVG.

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
  const x = width / 2 + position * pixelsPerMetre;
  const pivotY = trackY - cartHeight;
  const poleLength = 2 * halfPoleLength * pixelsPerMetre;
  const degrees = (angle * 180) / Math.PI;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="#f7f5f0"/>`,
    `<rect y="${trackY}" width="${width}" height="4" fill="#57534e"/>`,
    limitMark(margin),
    limitMark(width - margin),
    `<rect x="${pixel(x - cartWidth / 2)}" y="${trackY - cartHeight}" width="${cartWidth}" height="${cartHeight}" rx="6" fill="#1e3a5f"/>`,
    `<g transform="translate(${pixel(x)} ${pivotY}) rotate(${pixel(degrees)})">`,
    `<rect x="${-poleWidth / 2}" y="${-pixel(poleLength)}" width="${poleWidth}" height="${pixel(poleLength)}" rx="${poleWidth / 2}" fill="#d97706"/>`,
    '</g>',
    `<circle cx="${pixel(x)}" cy="${pivotY}" r="7" fill="#f7f5f0" stroke="#1e3a5f" stroke-width="4"/>`,
    '</svg>',
  ].join('');
}

function limitMark(x: number): string {
  return `<rect x="${x - 2}" y="${trackY - 14}" width="4" height="32" fill="#b91c1c"/>`;
}

function pixel(value: number): number {
  return Math.round(value * 100) / 100;
}
