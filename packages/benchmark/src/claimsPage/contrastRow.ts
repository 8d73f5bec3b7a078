import type { ContrastOutcome } from '../contrasts/contrast.js';
import type { ContrastRule } from '../contrasts/verdict.js';
import { type Html, html, trustedHtml } from '../report/html.js';
import { both, say } from './bilingual.js';
import { contrastFormula, taskNames } from './contrastFormula.js';
import { plotFiles } from './downloads.js';
import type { NamedPlot } from './namedPlot.js';
import { classOf, standingWords } from './verdictGroups.js';

/** What a row shows beside the outcome. */
export interface ContrastRowOptions {
  /** Undefined for a contrast without runs. */
  readonly plot: NamedPlot | undefined;
  /** Repeats the runs. */
  readonly command: string;
}

/** Seeds of a task below which the page says that they are few. */
export const fewSeeds = 10;

/** One contrast of a claim: what is compared, where it came out, and what that rests on. */
export function contrastRow(outcome: ContrastOutcome, { plot, command }: ContrastRowOptions): Html {
  const { contrast, verdict } = outcome;
  const formula = contrastFormula(contrast);
  // Names are in English alone; in Chinese the formula says it.
  const definition = (language: keyof typeof formula): Html =>
    html`<a href="#metric-${contrast.metric}">D</a> = ${formula[language]}`;
  const tasks = taskNames(contrast);
  return html`<li class="contrast">
    <div class="about-contrast">
      <p class="name">${say(contrast.name, definition('chinese'))}</p>
      <p class="formula en" lang="en">${definition('english')}</p>
      <p class="formula">${say('study', '研究')} <code>${contrast.study}</code>${
        tasks && html` · ${say('mean over', '平均于')} ${tasks}`
      } · ${aggregateWords[contrast.aggregate ?? 'interquartileMean']}${contrast.choose && halves}</p>
    </div>
    <div class="result">
      ${plot ? html`<figure>${trustedHtml(plot.svg)}</figure>` : html`<p class="nothing">${outcome.verdict === 'not tested' ? say('no runs yet', '尚无运行') : say('nothing to draw', '无法绘制')}</p>`}
      <p class="numbers"><a class="verdict ${classOf(verdict)}" href="#rule-${contrast.rule}">${both(standingWords[verdict].name)}</a>
        ${numbers(outcome)}</p>
      <p class="repeat"><code>${command}</code>${plot && html` ${plotFiles(plot.name)}`}</p>
    </div>
  </li>`;
}

const aggregateWords: Readonly<Record<NonNullable<ContrastOutcome['contrast']['aggregate']>, Html>> = {
  interquartileMean: say('interquartile mean over seeds', '对种子取四分位均值'),
  mean: say('mean over seeds', '对种子取均值'),
};

const halves = html` · ${say('arms chosen on every second seed, judged on the others', '用一半种子选择、另一半评判')}`;

function numbers(outcome: ContrastOutcome): Html {
  const { contrast, estimate, low, high, verdict } = outcome;
  const bound = html`<a href="#rule-${contrast.rule}">${ruleWords[contrast.rule]}</a>${
    contrast.rule !== 'never' && html`, m = ${effect(contrast.smallestEffect, outcome)}`
  }`;
  if (verdict === 'not tested') return bound;
  if (!isDrawable(outcome)) return html`${undefinedEffect}; ${bound}; ${seeds(outcome)}`;
  return html`D = <b>${effect(estimate, outcome)}</b>, ${say('95\u00a0% interval', '95\u00a0% 区间')}
    [${effect(low, outcome)}, ${effect(high, outcome)}]; ${bound}; ${seeds(outcome)}`;
}

/** Whether there is an interval to show: nothing was measured, or D is relative to an arm that reached 0. */
export function isDrawable({ verdict, estimate, low, high }: ContrastOutcome): boolean {
  return verdict !== 'not tested' && [estimate, low, high].every(Number.isFinite);
}

const undefinedEffect = say(
  'D has no value: the arm that it is relative to reaches 0',
  'D 无定义：作为分母的组结果为 0',
);

/** The short name of a rule. */
export const ruleWords: Readonly<Record<ContrastRule, Html>> = {
  superior: say('superior', '优于'),
  notWorse: say('not worse', '不差于'),
  never: say('never', '从不'),
};

function seeds({ contrast, seeds: count, seedsNeeded }: ContrastOutcome): Html {
  const tasks = contrast.tasks?.length ?? 1;
  const isFew = count < fewSeeds * tasks;
  const over = tasks === 1 ? '' : [` over ${tasks} tasks`, `（${tasks} 个任务）`];
  return html`<span class="seeds">${say(
    `${count} ${count === 1 ? 'seed' : 'seeds'}${over[0] ?? ''}${isFew ? ', which is few' : ''}`,
    `${count} 个种子${over[1] ?? ''}${isFew ? '，偏少' : ''}`,
  )}${
    seedsNeeded !== undefined &&
    html`; ${say(`about ${seedsNeeded} would decide`, `约需 ${seedsNeeded} 个才能判定`)}`
  }</span>`;
}

/** Three significant digits, relative effects in per cent. */
function effect(value: number, { contrast }: ContrastOutcome): string {
  const isRelative = contrast.relativeTo !== undefined;
  const rounded = Number((isRelative ? 100 * value : value).toPrecision(3));
  return `${String(rounded).replace('-', '−')}${isRelative ? '\u00a0%' : ''}`;
}
