import { plotActivations } from '../plots/activationFunctions.js';
import { type Run, taskOf } from '../runs/readRuns.js';
import type { StudyResults } from '../summary/summarize.js';
import { headlineOf } from './headline.js';
import { type Html, html, trustedHtml } from './html.js';
import { definitions, howItWasMade } from './method.js';
import { stylesheet } from './stylesheet.js';
import { taskSection } from './taskSection.js';

/** What the page is about. */
export interface PageOptions {
  /** What the study asks, in one sentence; default `Which rectifier should this network use?`. */
  readonly question?: string;
}

/**
 * The report as one HTML page. It loads nothing and runs no script.
 *
 * @param runs - the runs that the results sum up; their pictures are read from disk
 */
export async function renderPage(
  results: StudyResults,
  runs: readonly Run[],
  { question = 'Which rectifier should this network use?' }: PageOptions = {},
): Promise<string> {
  const { answer, paragraphs } = headlineOf(results);
  const sections: Html[] = [];
  for (const task of results.tasks) {
    const own = runs.filter((run) => run.kind === task.application && taskOf(run) === task.task);
    sections.push(await taskSection(task, results.method.baseline, own));
  }
  return html`${trustedHtml('<!doctype html>')}
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${question} Rectify’s report</title>
<style>${trustedHtml(stylesheet)}</style>
</head>
<body>
<header>
<p class="kicker">${question}</p>
<h1>${answer}</h1>
${paragraphs.map(({ task, text }) => html`<p class="lead"><b>${task}.</b> ${text}</p>`)}
${cautionList(results.cautions)}
</header>
<main>
${sections}
${await functions(results)}
${howItWasMade(results)}
${definitions(results)}
</main>
<footer>Made by Rectify. The numbers are in results.json and results.csv beside this page.</footer>
</body>
</html>
`.markup;
}

function cautionList(cautions: readonly string[]): Html | undefined {
  if (cautions.length === 0) return undefined;
  return html`<ul class="cautions">${cautions.map((caution) => html`<li>${caution}</li>`)}</ul>`;
}

async function functions({ tasks }: StudyResults): Promise<Html> {
  const activations = [...new Set(tasks.flatMap(({ arms }) => arms.map(({ activation }) => activation)))];
  return html`<section>
    <h2>The functions</h2>
    <p class="about">What was compared, and its derivative. A learned slope is drawn where it starts.</p>
    <div class="plots"><figure>${trustedHtml(await plotActivations(activations))}</figure></div>
  </section>`;
}
