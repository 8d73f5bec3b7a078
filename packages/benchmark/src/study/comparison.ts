// The comparison that decides a study, fixed before its first run, in the words of a study file and as a contrast.
import { parseActivation, printActivation } from '@rectify/activations';
import type { Contrast } from '../contrasts/contrast.js';
import type { RunFactors } from '../contrasts/observation.js';
import { factorsOf } from '../contrasts/observationsOf.js';
import { subjectFactors } from './planRuns.js';
import type { Arm, ArmChoice, Study, StudyComparison } from './study.js';

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
