// The comparison that decides a study, fixed before its first run, in the words of a study file and as a contrast.
import { parseActivation, printActivation } from '@rectify/activations';
import type { Contrast } from '../claims/contrast.js';
import type { RunFactors } from '../claims/observation.js';
import { factorsOf, type RunMetric } from '../claims/observationsOf.js';
import type { ContrastRule } from '../claims/verdict.js';
import { subjectFactors } from './planRuns.js';
import type { Arm, Study } from './study.js';

/** Which arms are meant: those with this activation and these settings, whatever else they have. */
export type ArmChoice = Pick<Arm, 'activation' | 'settings'>;

/**
 * One arm against another: D = aggregate(arm) - aggregate(baseline), or the other way round where lower is better, paired
 * by seed and averaged over everything that both arms have in common.
 */
export interface StudyComparison {
  readonly metric: RunMetric;
  readonly arm: ArmChoice;
  readonly baseline: ArmChoice;
  /** Which of two values of the metric speaks for an arm; default `higher`. */
  readonly better?: 'higher' | 'lower' | undefined;
  /** `superior`: the arm is better by m; `notWorse`: it is not worse by m. */
  readonly rule: Exclude<ContrastRule, 'never'>;
  /** The smallest effect of interest, m, in units of the metric, or as a share of the baseline. */
  readonly smallestEffect: number;
  /** Divides D by what the baseline reaches; default false. */
  readonly isRelative?: boolean | undefined;
}

/**
 * The contrast that a study's comparison stands for: its tasks are those of the study, once for each combination of the
 * settings that the comparison leaves open.
 */
export function contrastOf({ name, tasks, arms }: Study, comparison: StudyComparison): Contrast {
  const { metric, arm, baseline, better = 'higher', rule, smallestEffect, isRelative = false } = comparison;
  const sign = better === 'higher' ? 1 : -1;
  const fixed = new Set([arm, baseline].flatMap(({ settings = {} }) => Object.keys(settings)));
  const open = arms.map(({ settings = {} }) =>
    factorsOf(Object.fromEntries(Object.entries(settings).filter(([setting]) => !fixed.has(setting)))),
  );
  const subjects: RunFactors[] = tasks.map(subjectFactors);
  return {
    name: `${describe(arm)} against ${describe(baseline)}`,
    study: name,
    metric,
    rule,
    smallestEffect,
    terms: [
      { weight: sign, arms: [choice(arm)] },
      { weight: -sign, arms: [choice(baseline)] },
    ],
    tasks: subjects.flatMap((subject) => distinct(open).map((settings) => ({ ...subject, ...settings }))),
    ...(isRelative && { relativeTo: choice(baseline) }),
  };
}

/** Whether an arm is one of those that are meant. */
export function isChosen(arm: Arm, wanted: ArmChoice): boolean {
  const own = choice(arm);
  return Object.entries(choice(wanted)).every(([name, value]) => own[name] === value);
}

function choice({ activation, settings = {} }: ArmChoice): RunFactors {
  return {
    activation: printActivation(parseActivation(activation)),
    ...factorsOf(settings),
  };
}

function describe(arm: ArmChoice): string {
  const { activation, ...settings } = choice(arm);
  return [activation, ...Object.entries(settings).map(([name, value]) => `${name}=${value}`)].join(', ');
}

function distinct(factors: readonly RunFactors[]): RunFactors[] {
  const key = (one: RunFactors): string => JSON.stringify(Object.entries(one).sort());
  return [...new Map(factors.map((one) => [key(one), one])).values()];
}
