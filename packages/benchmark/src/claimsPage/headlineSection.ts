import type { LedgerEntry } from '../claims/ledger.js';
import { type Html, html } from '../report/html.js';
import { both, say } from './bilingual.js';
import { fewSeeds } from './contrastRow.js';
import { classOf, standingOf, standingWords, verdictGroups } from './verdictGroups.js';

/** How many claims came out how, and what to keep in mind about that. */
export function headlineSection(ledger: readonly LedgerEntry[]): Html {
  const counts = verdictGroups(ledger).map(
    ({
      standing,
      entries,
    }) => html`<li><a href="#${classOf(standing)}" class="verdict ${classOf(standing)}"><b>${entries.length}</b>
      ${both(standingWords[standing].name)}</a></li>`,
  );
  return html`<ul class="counts">${counts}</ul>
    ${cautions(ledger)}`;
}

function cautions(ledger: readonly LedgerEntry[]): Html {
  const measured = ledger
    .flatMap(({ outcomes }) => outcomes)
    .filter(({ verdict }) => verdict !== 'not tested');
  const onFew = measured.filter(({ contrast, seeds }) => seeds < fewSeeds * (contrast.tasks?.length ?? 1));
  return html`<ul class="cautions">
    <li>${say(
      html`Intervals are <a href="#rule-intervals">not adjusted</a> for the number of claims: each claim is a question of its own.`,
      html`区间<a href="#rule-intervals">未按说法数量校正</a>：每条说法都是单独的问题。`,
    )}</li>
    ${
      onFew.length > 0 &&
      html`<li>${say(
        html`${onFew.length} of ${measured.length} measured contrasts rest on <a href="#rule-few">few seeds</a>, fewer than ${fewSeeds} a task.`,
        html`${measured.length} 个已测对比中有 ${onFew.length} 个<a href="#rule-few">种子偏少</a>（每个任务不足 ${fewSeeds} 个）。`,
      )}</li>`
    }
  </ul>`;
}

/** Every claim by its id, with how it came out. */
export function contents(ledger: readonly LedgerEntry[]): Html {
  const links = ledger.map((entry) => {
    const standing = standingOf(entry);
    const { english, chinese } = standingWords[standing].name;
    return html`<li><a class="verdict ${classOf(standing)}" href="#${entry.claim.id}" title="${english} · ${chinese}">${entry.claim.id}</a></li>`;
  });
  return html`<nav id="contents">
    <h2>${say('Every claim by its number', '按编号查找')}</h2>
    <ol class="ids">${links}</ol>
  </nav>`;
}
