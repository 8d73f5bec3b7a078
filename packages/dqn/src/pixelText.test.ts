import { describe, expect, it } from 'vitest';
import { pixelText } from './pixelText.js';

const place = { x: 0, y: 0, cell: 1, fill: 'black' };

/** The lit cells of a drawn text as five lines of `#` and `.`. */
function cells(svg: string, width: number): string[] {
  const rows = Array.from({ length: 5 }, () => Array.from({ length: width }, () => '.'));
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h/g)) {
    const row = rows[Number(y)];
    if (row) row[Number(x)] = '#';
  }
  return rows.map((row) => row.join(''));
}

describe('pixelText', () => {
  it('draws digits and letters cell by cell', () => {
    expect(cells(pixelText('1 p', place), 11)).toEqual([
      '.#......##.',
      '##......#.#',
      '.#......##.',
      '.#......#..',
      '###.....#..',
    ]);
  });

  it('places the text', () => {
    expect(pixelText('-', { x: 10, y: 20, cell: 2, fill: 'red' })).toBe(
      '<path fill="red" d="M10 24h2v2h-2zM12 24h2v2h-2zM14 24h2v2h-2z"/>',
    );
  });

  it('refuses a character it cannot draw', () => {
    expect(() => pixelText('5 €', place)).toThrow('pixelText: no glyph for "€"');
  });
});
