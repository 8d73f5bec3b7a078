import type { LedgerEntry } from '../claims/ledger.js';
import type { Observation } from '../contrasts/observation.js';
import { experiments } from '../experiments/experiments.js';
import { type Html, html, trustedHtml } from '../report/html.js';
import { stylesheet } from '../report/stylesheet.js';
import type { Provenance } from '../summary/summarize.js';
import { articlesSection } from './articlesSection.js';
import { both, languageSwitch, say } from './bilingual.js';
import { type ClaimPart, claimEntry } from './claimEntry.js';
import { dataFiles } from './downloads.js';
import { figuresSection } from './figuresSection.js';
import { contents, headlineSection } from './headlineSection.js';
import { glossary } from './metricWords.js';
import type { NamedPlot } from './namedPlot.js';
import { picturesSection } from './picturesSection.js';
import { rulesSection } from './rules.js';
import { claimsStylesheet } from './stylesheet.js';
import type { TrainedStudy } from './trainedStudy.js';
import { classOf, standingWords, type VerdictGroup, verdictGroups } from './verdictGroups.js';

/** What the page is about. */
export interface ClaimsPageContent {
  readonly ledger: readonly LedgerEntry[];
  /** The runs that the ledger was made from; none where only definitions and papers decide. */
  readonly observations: readonly Observation[];
  /** Studies whose run directories are at hand, for their curves and pictures; default none. */
  readonly trained?: readonly TrainedStudy[];
  /** `full` or `quick`, as the commands that repeat the runs say it. */
  readonly budget: 'quick' | 'full';
  readonly provenance: Provenance;
}

/** The page, and the plots that lie beside it as files. */
export interface ClaimsPage {
  readonly page: string;
  readonly plots: readonly NamedPlot[];
}

/**
 * Every claim with its verdict as one HTML page, in English and in Chinese. It loads nothing and runs no script; its links
 * to data and plots are to files beside it: `claims.json`, `observations.csv`, and `plots/NAME.svg` and `.png` for every plot.
 */
export async function renderClaimsPage(content: ClaimsPageContent): Promise<ClaimsPage> {
  const { ledger, observations, trained = [], provenance } = content;
  const groups: ClaimPart[] = [];
  for (const group of verdictGroups(ledger)) groups.push(await groupPart(group, content));
  const figures = await figuresSection(observations, trained);
  const page = html`${trustedHtml('<!doctype html>')}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ReLU, Leaky ReLU, PReLU: ${ledger.length} claims put to the test · ${ledger.length} 条说法的检验</title>
<style>${trustedHtml(stylesheet + claimsStylesheet)}</style>
</head>
<body>
<header>
${languageSwitch}
<p class="kicker">${say('Rectify: the claims', 'Rectify：说法检验')}</p>
<h1>${say(
    `What four articles say about ReLU, Leaky ReLU and PReLU: ${ledger.length} claims put to the test`,
    `四篇文章关于 ReLU、Leaky ReLU 和 PReLU 的 ${ledger.length} 条说法：逐条检验`,
  )}</h1>
${headlineSection(ledger)}
${dataFiles()}
</header>
<main>
${articlesSection(ledger)}
${contents(ledger)}
${groups.map(({ markup }) => markup)}
${await picturesSection(trained)}
${figures.markup}
${rulesSection()}
${metricsSection(content)}
${methodSection(provenance)}
</main>
<footer>${say('Made by Rectify.', '由 Rectify 生成。')}</footer>
</body>
</html>
`.markup;
  return { page, plots: [...groups, figures].flatMap(({ plots }) => plots) };
}

async function groupPart(
  { standing, entries }: VerdictGroup,
  { budget }: ClaimsPageContent,
): Promise<ClaimPart> {
  const parts: ClaimPart[] = [];
  for (const entry of entries) parts.push(await claimEntry(entry, (study) => commandOf(study, budget)));
  const { name, meaning } = standingWords[standing];
  const markup = html`<section id="${classOf(standing)}">
    <h2>${both(name)} <small>${entries.length}</small></h2>
    <p class="about">${both(meaning)}</p>
    ${parts.map((part) => part.markup)}
  </section>`;
  return { markup, plots: parts.flatMap(({ plots }) => plots) };
}

/** An experiment can be repeated alone; the studies of agents and detectors are made together. */
function commandOf(study: string, budget: ClaimsPageContent['budget']): string {
  const isExperiment = experiments.some(({ name }) => name === study);
  return `${isExperiment ? `rectify experiment ${study}` : 'rectify claims'} --budget ${budget}`;
}

function metricsSection({ ledger, observations }: ClaimsPageContent): Html {
  const metrics = [
    ...ledger.flatMap(({ outcomes }) => outcomes.map(({ contrast }) => contrast.metric)),
    ...observations.flatMap((observation) => Object.keys(observation.metrics)),
  ];
  return html`<section id="metrics">
    <h2>${say('What the numbers mean', '指标的含义')}</h2>
    ${glossary(metrics)}
  </section>`;
}

function methodSection({ command, machine, versions }: Provenance): Html {
  const listed = (entries: Readonly<Record<string, string>>): string =>
    Object.entries(entries)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return html`<section id="method">
    <h2>${say('How it was made', '如何得出')}</h2>
    <dl class="facts">
      <div><dt>${say('Command', '命令')}</dt><dd><code>${command}</code></dd></div>
      <div><dt>${say('Machine', '机器')}</dt><dd>${listed(machine)}</dd></div>
      <div><dt>${say('Versions', '版本')}</dt><dd>${listed(versions)}</dd></div>
    </dl>
  </section>`;
}
