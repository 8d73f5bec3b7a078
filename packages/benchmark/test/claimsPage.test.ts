import { beforeAll, describe, expect, it } from 'vitest';
import { claims, type LedgerEntry, makeLedger } from '../src/index.js';
import { type ClaimsPage, renderClaimsPage } from '../src/report/index.js';
import { fakeObservations } from './fakeObservations.js';
import { untranslated } from './untranslated.js';

const provenance = {
  command: 'rectify claims --out "<b>here</b>"',
  machine: { cpu: 'one & only' },
  versions: { rectify: '0.1.0' },
};
const bootstrap = { seed: 0, replicates: 50 };

function unescaped(markup: string): string {
  const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return markup.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: keyof typeof entities) => entities[name]);
}

/** The part of the page about a claim. */
function partOf(page: string, id: string): string {
  const start = page.indexOf(`<article class="claim" id="${id}">`);
  return page.slice(start, page.indexOf('</article>', start));
}

describe('the page of claims', () => {
  let ledger: LedgerEntry[];
  let rendered: ClaimsPage;
  const observations = fakeObservations(6);
  beforeAll(async () => {
    ledger = await makeLedger(observations, bootstrap);
    rendered = await renderClaimsPage({ ledger, observations, budget: 'quick', provenance });
  }, 120_000);

  it('has every claim once, in both languages, with its verdict', () => {
    const ids = [...rendered.page.matchAll(/<article class="claim" id="(C\d+)">/g)].map(([, id]) => id);
    expect(ids.toSorted()).toEqual(claims.map(({ id }) => id).toSorted());
    const page = unescaped(rendered.page);
    for (const { id, statement } of claims) {
      expect(page).toContain(`<span class="en" lang="en">${statement.english}</span>`);
      expect(partOf(page, id)).toContain(`<span class="zh" lang="zh-Hans">${statement.chinese}</span>`);
    }
  });

  it('shows the refuted first, then the inconclusive, then the others', () => {
    const order = [...rendered.page.matchAll(/<section id="([a-z-]+)">\s*<h2>/g)].map(([, id]) => id);
    const groups = ['refuted', 'inconclusive', 'supported', 'not-tested', 'advice'];
    expect(order.filter((id) => groups.includes(id ?? ''))).toEqual(groups);
  });

  it('shows every contrast with its interval, seeds, rule and command', () => {
    const part = partOf(rendered.page, 'C15');
    expect(part.match(/<li class="contrast">/g)).toHaveLength(3);
    expect(part.match(/<svg /g)).toHaveLength(3);
    expect(part).toContain('rectify experiment unit-health --budget quick');
    expect(part).toContain('href="#rule-superior"');
    expect(part).toContain('12 seeds over 2 tasks, which is few');
    expect(partOf(rendered.page, 'C32')).toContain('rectify claims --budget quick');
  });

  it('cites papers, and names the command that follows advice', () => {
    expect(partOf(rendered.page, 'C54')).toContain('Delving deep into rectifiers');
    expect(partOf(rendered.page, 'C57')).toContain('<code>rectify inspect RUN</code>');
  });

  it('links to a file of every plot, and to no other name', () => {
    const links = [...rendered.page.matchAll(/href="plots\/([^"]+)"/g)].map(([, file]) => file);
    const files = rendered.plots.flatMap(({ name }) => [`${name}.svg`, `${name}.zh.svg`, `${name}.png`]);
    expect(new Set(links)).toEqual(new Set(files));
    expect(new Set(rendered.plots.map(({ name }) => name)).size).toBe(rendered.plots.length);
    for (const { svg } of rendered.plots) expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('loads nothing, runs no script, and leads nowhere', () => {
    expect(rendered.page).not.toMatch(/<script|<link|<iframe|<img|@import|\son\w+=|url\(/);
    const addresses = [...rendered.page.matchAll(/\s(?:src|href|xlink:href)="([^"]*)"/g)];
    for (const [, address] of addresses) {
      expect(address).toMatch(/^(#[\w-]+|plots\/[\w.-]+|claims\.json|observations\.csv)$/);
    }
  });

  it('has what its links point to, each id once', () => {
    const ids = [...rendered.page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...rendered.page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    for (const target of targets) expect(ids).toContain(target);
  });

  it('has Chinese for every text of a plot but names', () => {
    expect(rendered.plots.some(({ svg }) => svg.includes('95 % interval<'))).toBe(true);
    for (const name of untranslated(rendered.plots)) expect(name).toMatch(/^[a-z_]+(:[\d.]+)?$|^mAP/);
  });

  it('escapes what it was given', () => {
    expect(rendered.page).toContain('rectify claims --out &quot;&lt;b&gt;here&lt;/b&gt;&quot;');
    expect(rendered.page).toContain('one &amp; only');
    expect(rendered.page).not.toContain('<b>here</b>');
  });

  it('says the same in both languages as often', () => {
    const count = (pattern: RegExp): number => rendered.page.match(pattern)?.length ?? 0;
    expect(count(/<span class="en" lang="en">/g)).toBe(count(/<span class="zh" lang="zh-Hans">/g));
    expect(rendered.page).not.toMatch(/<span class="(en|zh)" lang="[\w-]+"><\/span>/);
  });
});

describe('the page of claims without runs', () => {
  it('leaves untested what runs decide', async () => {
    const ledger = await makeLedger([], bootstrap);
    const { page, plots } = await renderClaimsPage({ ledger, observations: [], budget: 'full', provenance });
    expect(plots.filter(({ name }) => name.startsWith('C'))).toEqual([]);
    expect(partOf(page, 'C15')).toContain('no runs yet');
    expect(page).not.toMatch(/NaN|undefined/);
  });

  it('says so where D has no value, because the arm that it is relative to reaches 0', async () => {
    const [claim] = claims.filter(({ id }) => id === 'C15');
    const observations = fakeObservations(6).map((run) => ({ ...run, metrics: { deadShare: 0 } }));
    const ledger = await makeLedger(observations, { ...bootstrap, claims: claim ? [claim] : [] });
    const { page } = await renderClaimsPage({ ledger, observations, budget: 'quick', provenance });
    expect(partOf(page, 'C15')).toContain('D has no value');
    expect(page).not.toMatch(/NaN|Infinity/);
  });

  it('stands an empty ledger', async () => {
    const { page } = await renderClaimsPage({ ledger: [], observations: [], budget: 'quick', provenance });
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/NaN|undefined/);
  });
});
