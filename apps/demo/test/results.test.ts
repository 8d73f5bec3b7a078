// What the README says of the claims is what the committed results say.
import { readFileSync } from 'node:fs';
import { claims } from '@rectify/benchmark';
import { describe, expect, it } from 'vitest';

interface Contrast {
  readonly name: string;
  readonly verdict: string;
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly seeds: number;
  readonly relativeTo?: object;
}

interface Claim {
  readonly id: string;
  readonly decidedBy: string;
  readonly verdict: string;
  readonly contrasts: readonly Contrast[];
}

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');
const results: { readonly claims: readonly Claim[] } = JSON.parse(read('results/results.json'));

/** `| C13 | statement | contrast | D (low to high) | seeds | verdict |`: the rows of the README’s table. */
const rows = readme.match(/^\| C\d+ .*$/gm) ?? [];

describe('the README’s headline figures', () => {
  it('are of several claims', () => expect(rows.length).toBeGreaterThan(5));

  it.each(rows)('%s', (row) => {
    const [id, , name, effect, seeds, verdict] = row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const claim = results.claims.find((candidate) => candidate.id === id);
    const contrast = claim?.contrasts.find((candidate) => candidate.name === name);
    expect(effect).toBe(contrast && printEffect(contrast));
    expect({ seeds, verdict }).toEqual({ seeds: String(contrast?.seeds), verdict: contrast?.verdict });
  });

  it('count the verdicts', () => {
    const measured = results.claims.filter(({ decidedBy }) => decidedBy !== 'practice');
    const count = (verdict: string): number => measured.filter((claim) => claim.verdict === verdict).length;
    expect(results.claims.map(({ id }) => id)).toEqual(claims.map(({ id }) => id));
    expect(readme).toContain(
      `${count('supported')} supported, ${count('refuted')} refuted, ${count('inconclusive')} inconclusive, ${count('not tested')} not tested`,
    );
  });
});

/** Two significant digits, or per cent where the effect is relative. */
function printEffect({ estimate, low, high, relativeTo }: Contrast): string {
  const print = (value: number): string => {
    const rounded = Number((relativeTo ? 100 * value : value).toPrecision(2));
    return relativeTo ? `${rounded} %` : String(rounded);
  };
  return `${print(estimate)} (${print(low)} to ${print(high)})`;
}
