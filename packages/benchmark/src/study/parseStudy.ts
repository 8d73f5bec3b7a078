import { z } from 'zod';
import { listIssues } from '../runs/listIssues.js';
import type { Study } from './study.js';
import { activation, count, fields, folderName, rule, seeds, settings, text } from './studyFields.js';

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

const study = fields({
  name: folderName,
  question: text,
  tasks: z.array(task, rule('a list of tasks')).min(1, rule('a list with at least one task')),
  arms: z.array(fields({ activation }), rule('a list of arms')).min(1, rule('a list with at least one arm')),
  seeds,
}) satisfies z.ZodType<Study>;

/**
 * The study that a file describes. Whether an application knows the settings and the task, it finds out itself.
 *
 * @param content - what the file holds: parsed JSON, or the default export of a module
 * @param file - its name, which opens the error's message
 * @throws StudyFileError naming each wrong field, the rule and what came
 */
export function parseStudy(content: unknown, file: string): Study {
  const checked = study.safeParse(content);
  if (checked.success) return checked.data;
  throw new StudyFileError(file, listIssues(checked.error));
}
