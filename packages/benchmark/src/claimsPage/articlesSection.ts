import { articles } from '../claims/articles.js';
import type { ClaimId } from '../claims/claim.js';
import { type Disagreement, disagreements, type Position } from '../claims/disagreements.js';
import type { LedgerEntry } from '../claims/ledger.js';
import { type Html, html } from '../report/html.js';
import { both, say } from './bilingual.js';
import { articleLinks } from './claimEntry.js';
import { classOf, standingOf, standingWords } from './verdictGroups.js';

/** Which articles were read, and what they disagree on. */
export function articlesSection(ledger: readonly LedgerEntry[]): Html {
  const items = Object.entries(articles).map(
    ([file, about], index) => html`<li id="article-${index + 1}">${both(about)} <code>${file}</code></li>`,
  );
  return html`<section id="articles">
    <h2>${say('What the articles disagree on', '文章之间的分歧')}</h2>
    <dl class="disagreements">${disagreements.map((disagreement) => disagreementRow(disagreement, ledger))}</dl>
    <h3>${say('The articles', '四篇文章')}</h3>
    <ol class="articles">${items}</ol>
  </section>`;
}

function disagreementRow(
  { question, positions, claims }: Disagreement,
  ledger: readonly LedgerEntry[],
): Html {
  const [one, other] = positions;
  return html`<div>
    <dt>${both(question)}</dt>
    <dd>${position(one)} <span class="versus">${say('or', '或')}</span> ${position(other)}
      <span class="settled">${claims.map((id) => verdictLink(id, ledger))}</span></dd>
  </div>`;
}

function position({ answer, articles: names }: Position): Html {
  return html`<b>${both(answer)}</b> <small>(${articleLinks(names)})</small>`;
}

function verdictLink(id: ClaimId, ledger: readonly LedgerEntry[]): Html | undefined {
  const entry = ledger.find(({ claim }) => claim.id === id);
  if (entry === undefined) return undefined;
  const standing = standingOf(entry);
  return html`<a class="verdict ${classOf(standing)}" href="#${id}">${id} ${both(standingWords[standing].name)}</a> `;
}
