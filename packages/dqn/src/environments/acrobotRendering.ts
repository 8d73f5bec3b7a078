// The acrobot as a drawing: pivot, two links, and the line that the free end has to cross. Shapes only, in SVG.
import { degrees, palette, rounded, svgDocument } from './svgDrawing.js';

const width = 600;
const height = 400;
// Right of the middle, so that no pose reaches the counters in the upper left corner.
const pivot = { x: 400, y: 206 };
const pixelsPerMetre = 88;
const linkWidth = 18;
const lineHalfWidth = 160;

/** What the drawing shows; the angles in radians as in `Acrobot`'s state, the length of either link in metres. */
export interface AcrobotScene {
  readonly angle1: number;
  readonly angle2: number;
  readonly linkLength: number;
}

/** An SVG document of 600 x 400 pixels that holds every pose. */
export function renderAcrobot({ angle1, angle2, linkLength }: AcrobotScene): string {
  const length = linkLength * pixelsPerMetre;
  const elbow = {
    x: pivot.x + length * Math.sin(angle1),
    y: pivot.y + length * Math.cos(angle1),
  };
  const lineY = pivot.y - length;
  return svgDocument(width, height, [
    `<path d="M${pivot.x - lineHalfWidth} ${lineY}h${2 * lineHalfWidth}" stroke="${palette.goal}" stroke-width="4" stroke-dasharray="14 8"/>`,
    `<path d="M${pivot.x - 28} ${pivot.y}h56" stroke="${palette.ground}" stroke-width="6" stroke-linecap="round"/>`,
    link(pivot, { angle: angle1, length, fill: palette.body }),
    link(elbow, { angle: angle1 + angle2, length, fill: palette.limb }),
    joint(pivot),
    joint(elbow),
  ]);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A bar that hangs from `from`, turned counter-clockwise by `angle`. */
function link(
  { x, y }: Point,
  { angle, length, fill }: { readonly angle: number; readonly length: number; readonly fill: string },
): string {
  const place = `translate(${rounded(x)} ${rounded(y)}) rotate(${degrees(-angle)})`;
  const half = linkWidth / 2;
  return `<rect transform="${place}" x="${-half}" y="${-half}" width="${linkWidth}" height="${length + linkWidth}" rx="${half}" fill="${fill}"/>`;
}

function joint({ x, y }: Point): string {
  return `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="7" fill="${palette.background}" stroke="${palette.body}" stroke-width="4"/>`;
}
