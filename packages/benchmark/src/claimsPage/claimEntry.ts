import { type ArticleName, articles } from '../claims/articles.js';
import type { ClaimKind, ClaimTest } from '../claims/claim.js';
import type { LedgerEntry } from '../claims/ledger.js';
import type { ContrastOutcome } from '../contrasts/contrast.js';
import { contrastDomain, type Domain, plotContrast } from '../plots/contrast.js';
import { type Html, type HtmlValue, html } from '../report/html.js';
import { both, say } from './bilingual.js';
import { contrastRow, isDrawable } from './contrastRow.js';
import { metricName } from './metricWords.js';
import type { NamedPlot } from './namedPlot.js';
import { classOf, standingOf, standingWords } from './verdictGroups.js';

/** A claim as it stands in the page, and its plots. */
export interface ClaimPart {
  readonly markup: Html;
  readonly plots: readonly NamedPlot[];
}

/**
 * Everything about one claim.
 *
 * @param commandOf - repeats the runs of a study
 */
export async function claimEntry(
  entry: LedgerEntry,
  commandOf: (study: string) => string,
): Promise<ClaimPart> {
  const { claim, answer } = entry;
  const plots = await plotsOf(entry);
  const standing = standingOf(entry);
  const rows = entry.outcomes.map((outcome, index) =>
    contrastRow(outcome, { plot: plots[index], command: commandOf(outcome.contrast.study) }),
  );
  const markup = html`<article class="claim" id="${claim.id}">
    <header>
      <h3><a class="id" href="#${claim.id}">${claim.id}</a> <a class="verdict ${classOf(standing)}" href="#rules">${both(standingWords[standing].name)}</a></h3>
      <p class="statement">${both(claim.statement)}</p>
      <p class="origin">${claim.kinds.map((kind, index) => html`${index > 0 && ' · '}${kindWords[kind]}`)} · ${articleLinks(claim.articles)}</p>
    </header>
    ${answer && html`<p class="answer">${both(answer)}</p>`}
    ${decidedBy(claim.test)}
    ${rows.length > 0 && html`<ul class="contrasts">${rows}</ul>`}
  </article>`;
  return { markup, plots: plots.filter((plot) => plot !== undefined) };
}

/** What kind of claim it is. */
export const kindWords: Readonly<Record<ClaimKind, Html>> = {
  exact: say('formula', '公式'),
  mechanism: say('mechanism', '机制'),
  comparison: say('comparison', '比较'),
  fact: say('fact', '事实'),
  practice: say('practice', '实践'),
};

const articleNames = Object.keys(articles) as ArticleName[];

/** Links to the list of articles, which are numbered from 1. */
export function articleLinks(names: readonly ArticleName[]): Html {
  const links = names.map((name) => {
    const number = articleNames.indexOf(name) + 1;
    return html` <a href="#article-${number}">${number}</a>`;
  });
  return html`${say(names.length === 1 ? 'article' : 'articles', '文章')}${links}`;
}

/** What decided, beside contrasts; these have rows. */
function decidedBy(test: ClaimTest): HtmlValue {
  switch (test.by) {
    case 'check':
      return html`<p class="repeat">${say('Computed anew by', '每次重新计算：')} <code>rectify claims</code></p>`;
    case 'contrasts':
      return (
        test.contrasts.length > 1 && html`<p class="combination">${combinationWords[test.combination]}</p>`
      );
    case 'literature':
      return html`<ul class="references">${test.references.map((reference) => html`<li lang="en">${reference}</li>`)}</ul>`;
    case 'practice':
      return html`<p class="repeat"><code>${test.command}</code></p>`;
    case 'nothing':
      return undefined;
  }
}

const combinationWords = {
  all: say(
    'Every contrast has to support it; one that refutes it is enough.',
    '须全部对比支持；有一个否定即被否定。',
  ),
  any: say(
    'One contrast that supports it is enough; all have to refute it.',
    '有一个对比支持即可；全部否定才算被否定。',
  ),
  majority: say('More than half of the contrasts decide.', '由超过半数的对比决定。'),
} as const;

/** A plot for each outcome that was measured; those in one unit share an axis. */
async function plotsOf({ claim, outcomes }: LedgerEntry): Promise<(NamedPlot | undefined)[]> {
  return Promise.all(
    outcomes.map(async (outcome, index) => {
      if (!isDrawable(outcome)) return undefined;
      const domain = sharedDomain(outcome, outcomes);
      return {
        name: outcomes.length === 1 ? claim.id : `${claim.id}-${index + 1}`,
        svg: await plotContrast(outcome, { domain }),
        titled: () => plotContrast(outcome, { domain, title: titleOf(claim.id, outcome) }),
      };
    }),
  );
}

/** Short enough for the width of a plot, which the names of contrasts are not. */
function titleOf(id: string, { contrast: { study, metric } }: ContrastOutcome): string {
  return `${id}, ${study}: ${metricName(metric).english}`;
}

function sharedDomain(outcome: ContrastOutcome, all: readonly ContrastOutcome[]): Domain {
  const unitOf = ({ contrast: { metric, relativeTo, smallestEffect } }: ContrastOutcome): string =>
    relativeTo === undefined ? `${metric} ${smallestEffect}` : `relative ${smallestEffect}`;
  return contrastDomain(all.filter((other) => isDrawable(other) && unitOf(other) === unitOf(outcome)));
}
