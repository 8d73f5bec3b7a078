import { expect, it } from 'vitest';
import { outlineText } from './outlineText.js';

const text = (attributes: string, content: string): string =>
  `<svg><text ${attributes}>${content}</text></svg>`;

/** Every x in the outline of `content`. */
function xs(attributes: string, content: string): number[] {
  const path = / d="([^"]*)"/.exec(outlineText(text(attributes, content)))?.[1] ?? '';
  const pairs = path.match(/-?\d+\.\d+ -?\d+\.\d+/g) ?? [];
  return pairs.map((pair) => Number.parseFloat(pair));
}

it('replaces every text by a path and keeps place and colour', () => {
  const svg = outlineText(
    text('transform="translate(3,4)" font-size="11px" fill="red" font-family="x"', 'ab'),
  );
  expect(svg).toMatch(/^<svg><path transform="translate\(3,4\)" fill="red" d="M[^"]+"\/><\/svg>$/);
});

it('begins at the anchor, ends there, or lies around it', () => {
  expect(Math.min(...xs('text-anchor="start" font-size="20px"', 'HH'))).toBeGreaterThan(0);
  expect(Math.max(...xs('text-anchor="end" font-size="20px"', 'HH'))).toBeLessThan(0);
  const middle = xs('text-anchor="middle" font-size="20px"', 'HH');
  expect(Math.min(...middle)).toBeCloseTo(-Math.max(...middle), 1);
});

it('separates numbers whatever their signs', () => {
  // The centre of this digit lies at 0, which the font library writes without a space before it.
  const path = outlineText(text('text-anchor="middle" font-size="11px"', '0'));
  expect(path).not.toMatch(/\d\.\d+\.\d/);
});

it('reads entities, bold weights and minus signs', () => {
  expect(xs('font-size="20px"', '&amp;')).toEqual(xs('font-size="20px"', '&'));
  expect(xs('font-size="20px" font-weight="600"', 'a')).not.toEqual(xs('font-size="20px"', 'a'));
  expect(xs('font-size="20px"', '−')).not.toEqual([]);
});
