// Numbers and a few words as rectangles: drawn text would depend on the fonts of the machine.

// A glyph is 3 x 5 cells: one octal digit per row from the top, its three bits from left to right.
const glyphs: Readonly<Record<string, string>> = {
  ' ': '00000',
  '-': '00700',
  '.': '00002',
  '/': '11244',
  '0': '75557',
  '1': '26227',
  '2': '71747',
  '3': '71717',
  '4': '55711',
  '5': '74717',
  '6': '74757',
  '7': '71122',
  '8': '75757',
  '9': '75717',
  A: '25755',
  B: '65656',
  C: '34443',
  D: '65556',
  E: '74647',
  F: '74644',
  G: '34553',
  H: '55755',
  I: '72227',
  J: '11152',
  K: '55655',
  L: '44447',
  M: '57755',
  N: '65555',
  O: '25552',
  P: '65644',
  Q: '25563',
  R: '65655',
  S: '34216',
  T: '72222',
  U: '55557',
  V: '55552',
  W: '55775',
  X: '55255',
  Y: '55222',
  Z: '71247',
};

/** Where a line of text goes, in the pixels of the drawing. */
export interface PixelTextPlace {
  readonly x: number;
  readonly y: number;
  /** Side of a cell; a line is 5 cells high and each character takes 4 cells. */
  readonly cell: number;
  readonly fill: string;
}

/**
 * A line of text as one SVG path. Knows digits, Latin letters (drawn as capitals), space, `-`, `.` and `/`.
 *
 * @throws RangeError for a character without a glyph
 */
export function pixelText(text: string, { x, y, cell, fill }: PixelTextPlace): string {
  const cells = [...text.toUpperCase()].flatMap((character, index) =>
    litCells(character).map(
      ([column, row]) => `M${x + (4 * index + column) * cell} ${y + row * cell}h${cell}v${cell}h${-cell}z`,
    ),
  );
  return `<path fill="${fill}" d="${cells.join('')}"/>`;
}

function litCells(character: string): [column: number, row: number][] {
  const rows = glyphs[character];
  if (rows === undefined) throw new RangeError(`pixelText: no glyph for "${character}"`);
  return [...rows].flatMap((bits, row) =>
    [0, 1, 2]
      .filter((column) => (Number(bits) >> (2 - column)) & 1)
      .map((column): [number, number] => [column, row]),
  );
}
