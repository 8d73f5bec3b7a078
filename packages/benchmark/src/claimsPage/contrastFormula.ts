// A contrast written out, such as `agents: normalised return (prelu:0.25) − the higher of (relu, leaky_relu:0.01)`.
import type { Bilingual } from '../claims/articles.js';
import type { Contrast, Term } from '../contrasts/contrast.js';
import type { RunFactors } from '../contrasts/observation.js';
import { metricName } from './metricWords.js';

type Language = keyof Bilingual;

/** What is subtracted from what, in both languages. */
export function contrastFormula(contrast: Contrast): Bilingual {
  return { english: formulaIn('english', contrast), chinese: formulaIn('chinese', contrast) };
}

function formulaIn(language: Language, { metric, terms, relativeTo }: Contrast): string {
  const name = metricName(metric)[language];
  const sum = terms.map((term, index) => `${signOf(term, index === 0)}${termIn(language, term)}`).join(' ');
  const colon = language === 'english' ? ': ' : '：';
  if (relativeTo === undefined) return `${name}${colon}${sum}`;
  const isLoneTerm = terms.length === 1;
  return `${name}${colon}${isLoneTerm ? sum : `(${sum})`} / ${armName(relativeTo)}`;
}

function signOf({ weight }: Term, isFirst: boolean): string {
  const size = Math.abs(weight) === 1 ? '' : `${Math.abs(weight)}\u00a0×\u00a0`;
  if (weight < 0) return isFirst ? `−${size}` : `− ${size}`;
  return isFirst ? size : `+ ${size}`;
}

function termIn(language: Language, { arms, pick = 'highest' }: Term): string {
  const names = arms.map(armName);
  if (names.length === 1) return names.join('');
  return language === 'english' ? `${pick} of (${names.join(', ')})` : `${picks[pick]}(${names.join('，')})`;
}

const picks = { highest: '最高者', lowest: '最低者' } as const;

/** `relu`, or `relu gain=common` where the arm has more factors. */
export function armName({ activation, ...others }: RunFactors): string {
  const rest = Object.entries(others).map(([name, value]) => `${name}=${value}`);
  return [...(activation === undefined ? [] : [String(activation)]), ...rest].join(' ');
}

/** The tasks that a contrast averages over, such as `CartPole-v1; Acrobot-v1`; empty if the whole study is one. */
export function taskNames({ tasks = [] }: Contrast): string {
  return tasks.map((task) => Object.entries(task).map(factorName).join(' ')).join('; ');
}

/** A name that speaks for itself stands alone. */
function factorName([name, value]: readonly [string, string | number]): string {
  return typeof value === 'string' ? value : `${name}=${value}`;
}
