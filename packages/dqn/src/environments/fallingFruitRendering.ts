// FallingFruit as a drawing: the field with its cells, basket, fruit, hazards and their trail. Shapes only, in SVG.
import {
  columnOf,
  type FallingObject,
  gridSize,
  isFruit,
  isHazard,
  nothing,
  previousColumnOf,
} from './fallingObject.js';
import { palette, svgDocument } from './svgDrawing.js';

const cell = 40;
const field = { x: 232, y: 20, side: gridSize * cell } as const;
const width = field.x + field.side + 20;
const height = field.y + field.side + 24;

/** What the drawing shows: the basket's column and the objects from the top row to the bottom row. */
export interface FallingFruitScene {
  readonly basket: number;
  readonly rows: readonly FallingObject[];
}

/** An SVG document of 652 x 444 pixels; the field stands right of the counters. */
export function renderFallingFruit({ basket, rows }: FallingFruitScene): string {
  const lastRow = gridSize - 1;
  const lowest = rows[lastRow] ?? nothing;
  const isHit = isHazard(lowest) && columnOf(lowest) === basket;
  return svgDocument(width, height, [
    `<rect x="${field.x}" y="${field.y}" width="${field.side}" height="${field.side}" fill="#ffffff"/>`,
    ...(isHit ? [flash(basket, lastRow)] : []),
    gridLines(),
    `<rect x="${field.x}" y="${field.y + field.side}" width="${field.side}" height="4" fill="${palette.ground}"/>`,
    ...rows.map((object, row) =>
      isHazard(object) && row > 0 ? trail(previousColumnOf(object), row - 1) : '',
    ),
    ...rows.map((object, row) => drawnObject(object, row)),
    `<path transform="${toCentre(basket, lastRow)}" d="M-19 -2h38l-6 21h-26z" fill="${palette.body}"/>`,
  ]);
}

function gridLines(): string {
  const lines = Array.from({ length: gridSize - 1 }, (_, index) => {
    const offset = (index + 1) * cell;
    return `M${field.x + offset} ${field.y}v${field.side}M${field.x} ${field.y + offset}h${field.side}`;
  });
  return `<path d="${lines.join('')}" stroke="${palette.background}" stroke-width="2"/>`;
}

function drawnObject(object: FallingObject, row: number): string {
  if (object === nothing) return '';
  const drawing = isFruit(object) ? fruit : hazard;
  return `<g transform="${toCentre(columnOf(object), row)}">${drawing}</g>`;
}

const fruit = [
  `<circle r="13" cy="2" fill="${palette.goal}"/>`,
  `<path d="M0 -9v-8" stroke="${palette.ground}" stroke-width="4" stroke-linecap="round"/>`,
].join('');

/** A ball with eight spikes. */
const hazard = [
  `<path d="M-16 0h32M0 -16v32M-11.3 -11.3l22.6 22.6M-11.3 11.3l22.6 -22.6" stroke="${palette.danger}" stroke-width="4" stroke-linecap="round"/>`,
  `<circle r="10" fill="${palette.danger}"/>`,
].join('');

function trail(column: number, row: number): string {
  return `<circle transform="${toCentre(column, row)}" r="5" fill="${palette.danger}" fill-opacity="0.3"/>`;
}

function flash(column: number, row: number): string {
  return `<rect x="${field.x + column * cell}" y="${field.y + row * cell}" width="${cell}" height="${cell}" fill="${palette.danger}" fill-opacity="0.35"/>`;
}

function toCentre(column: number, row: number): string {
  return `translate(${field.x + (column + 0.5) * cell} ${field.y + (row + 0.5) * cell})`;
}
