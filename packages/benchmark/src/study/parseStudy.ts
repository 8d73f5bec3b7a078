import { z } from 'zod';
import { runMetrics } from '../contrasts/observationsOf.js';
import {
  activation,
  count,
  factors,
  fields,
  folderName,
  positive,
  rule,
  seeds,
  settings,
  severalSeeds,
  text,
} from '../runs/fields.js';
import { listIssues } from '../runs/listIssues.js';
import { isChosen } from './comparison.js';
import { crossFactors, type Factors } from './crossFactors.js';
import type { Study } from './study.js';

/** A study file that can't be carried out: which one, and for each wrong field the rule and what came. */
export class StudyFileError extends RangeError {
  override readonly name = 'StudyFileError';

  constructor(
    readonly file: string,
    readonly problem: string,
  ) {
    super(`${file}: ${problem}`);
  }
}

const task = z.discriminatedUnion(
  'application',
  [
    fields({
      application: z.literal('dqn'),
      environment: text,
      steps: count.optional(),
      settings: settings.optional(),
    }),
    fields({
      application: z.literal('detector'),
      data: text,
      epochs: count.optional(),
      settings: settings.optional(),
    }),
    fields({
      application: z.literal('classifier'),
      network: text,
      epochs: count.optional(),
      settings: settings.optional(),
    }),
  ],
  rule('an object whose application is "dqn", "detector" or "classifier"'),
);

const choice = fields({ activation, settings: settings.optional() });

const comparison = fields({
  metric: z.enum([...runMetrics], rule(`one of ${runMetrics.join(', ')}`)),
  arm: choice,
  baseline: choice,
  better: z.enum(['higher', 'lower'], rule('"higher" or "lower"')).optional(),
  rule: z.enum(['superior', 'notWorse'], rule('"superior" or "notWorse"')),
  smallestEffect: positive,
  isRelative: z.boolean(rule('true or false')).optional(),
});

const stopping = fields({ narrowerThan: positive, fewestSeeds: severalSeeds, every: count });

const shape = {
  name: folderName,
  question: text,
  tasks: z.array(task, rule('a list of tasks')).min(1, rule('a list with at least one task')),
  arms: z
    .array(fields({ activation, settings: settings.optional() }), rule('a list of arms'))
    .min(1, rule('a list with at least one arm')),
  seeds,
  comparison: comparison.optional(),
  stopping: stopping.optional(),
};

const { arms: _, ...shapeWithoutArms } = shape;
const studyOfArms = fields(shape) satisfies z.ZodType<Study>;
const studyOfFactors = fields({ ...shapeWithoutArms, factors });

/**
 * The study that a file describes. In place of `arms` it may have `factors`, every combination of which is an arm:
 * `{ "activation": ["relu", "elu"], "learningRate": [0.001, 0.01] }` makes four. Whether an application knows the settings and the task, it finds out itself.
 *
 * @param content - what the file holds: parsed JSON, or the default export of a module
 * @param file - its name, which opens the error's message
 * @throws StudyFileError naming each wrong field, the rule and what came
 */
export function parseStudy(content: unknown, file: string): Study {
  const hasFactors = typeof content === 'object' && content !== null && 'factors' in content;
  if (!hasFactors) return consistent(checked(studyOfArms, content, file), file);
  const { factors: crossed, ...rest } = checked(studyOfFactors, content, file);
  return consistent({ ...rest, arms: crossFactors(crossed as Factors) }, file);
}

/** What the fields have to do with each other. */
function consistent(study: Study, file: string): Study {
  const problem = strangerIn(study) ?? uselessRuleIn(study);
  if (problem !== undefined) throw new StudyFileError(file, problem);
  return study;
}

function strangerIn({ arms, comparison: compared }: Study): string | undefined {
  if (compared === undefined) return undefined;
  const side = (['arm', 'baseline'] as const).find(
    (name) => !arms.some((arm) => isChosen(arm, compared[name])),
  );
  return (
    side && `comparison.${side}: must be among the arms of the study, got ${JSON.stringify(compared[side])}`
  );
}

function uselessRuleIn({ seeds: all, stopping: end, comparison: compared }: Study): string | undefined {
  if (end === undefined) return undefined;
  if (compared === undefined) return 'stopping: needs a comparison, whose interval it looks at; add one';
  if (end.fewestSeeds < all.length) return undefined;
  return `stopping.fewestSeeds: must be less than the ${all.length} seeds of the study, got ${end.fewestSeeds}`;
}

function checked<Content>(schema: z.ZodType<Content>, content: unknown, file: string): Content {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw new StudyFileError(file, listIssues(result.error));
}
