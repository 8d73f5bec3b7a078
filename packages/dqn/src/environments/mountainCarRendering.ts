// The mountain car as a drawing: the valley, the car on its slope, and the flag. Shapes only, in SVG.
import { degrees, palette, rounded, svgDocument } from './svgDrawing.js';

const width = 600;
const height = 400;
const pixelsPerHeight = 300;
const baseY = 376;
/** Room beside both ends of the track, where the car's centre may stand. */
const margin = 34;
/** Distance of two points of the valley's outline. */
const outlineStep = 6;

/** What the drawing shows; positions along the horizontal axis. */
export interface MountainCarScene {
  readonly position: number;
  readonly goalPosition: number;
  readonly minimumPosition: number;
  readonly maximumPosition: number;
}

/** An SVG document of 600 x 400 pixels; the whole valley is always visible. */
export function renderMountainCar(scene: MountainCarScene): string {
  const { position, goalPosition, minimumPosition, maximumPosition } = scene;
  const pixelsPerStretch = (width - 2 * margin) / (maximumPosition - minimumPosition);
  const column = (at: number): number => rounded(margin + (at - minimumPosition) * pixelsPerStretch);
  const outline = Array.from({ length: width / outlineStep + 1 }, (_, index) => {
    const x = index * outlineStep;
    return `${x} ${row(minimumPosition + (x - margin) / pixelsPerStretch)}`;
  }).join('L');
  const tilt = -Math.atan((slope(position) * pixelsPerHeight) / pixelsPerStretch);
  return svgDocument(width, height, [
    `<path d="M0 ${height}L${outline}L${width} ${height}z" fill="${palette.hill}"/>`,
    `<path d="M${outline}" fill="none" stroke="${palette.ground}" stroke-width="4"/>`,
    flag(column(goalPosition), row(goalPosition)),
    `<g transform="translate(${column(position)} ${row(position)}) rotate(${degrees(tilt)})">`,
    car,
    '</g>',
  ]);
}

/** The hill is sin(3 position), drawn between 0.1 and 1 as Gymnasium does. */
function row(position: number): number {
  return rounded(baseY - (0.45 * Math.sin(3 * position) + 0.55) * pixelsPerHeight);
}

/** Rise over run of the hill, in its own units. */
function slope(position: number): number {
  return 3 * 0.45 * Math.cos(3 * position);
}

const car = [
  `<path d="M-26 -10h52v-9l-11 -2l-8 -11h-17l-7 11l-9 3z" fill="${palette.body}" stroke="${palette.body}" stroke-width="4" stroke-linejoin="round"/>`,
  ...[-15, 15].map(
    (x) =>
      `<circle cx="${x}" cy="-10" r="7" fill="${palette.background}" stroke="${palette.limb}" stroke-width="5"/>`,
  ),
].join('');

function flag(x: number, y: number): string {
  return [
    `<path d="M${x} ${y}v-58" stroke="${palette.ground}" stroke-width="4"/>`,
    `<path d="M${x} ${rounded(y - 60)}l30 11l-30 11z" fill="${palette.goal}"/>`,
  ].join('');
}
