import { z } from 'zod';
import { listIssues } from '../runs/listIssues.js';
import { crossFactors, type Factors } from './crossFactors.js';
import type { Study } from './study.js';
import {
  activation,
  count,
  factors,
  fields,
  folderName,
  rule,
  seeds,
  settings,
  text,
} from './studyFields.js';

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
  ],
  rule('an object whose application is "dqn" or "detector"'),
);

const shape = {
  name: folderName,
  question: text,
  tasks: z.array(task, rule('a list of tasks')).min(1, rule('a list with at least one task')),
  arms: z
    .array(fields({ activation, settings: settings.optional() }), rule('a list of arms'))
    .min(1, rule('a list with at least one arm')),
  seeds,
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
  if (!hasFactors) return checked(studyOfArms, content, file);
  const { factors: crossed, ...rest } = checked(studyOfFactors, content, file);
  return { ...rest, arms: crossFactors(crossed as Factors) };
}

function checked<Content>(schema: z.ZodType<Content>, content: unknown, file: string): Content {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw new StudyFileError(file, listIssues(result.error));
}
