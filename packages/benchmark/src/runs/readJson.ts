import type { z } from 'zod';
import { listIssues } from './listIssues.js';
import { RunFileError } from './runFileError.js';

/**
 * Parses text as JSON and checks its shape.
 *
 * @param where - the file, with the line if it has one object a line; it opens the error's message
 * @throws RunFileError that lists what is wrong, field by field
 */
export function readJson<Content>(text: string, schema: z.ZodType<Content>, where: string): Content {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new RunFileError(where, `not JSON (${(cause as Error).message})`, { cause });
  }
  const checked = schema.safeParse(content);
  if (!checked.success) throw new RunFileError(where, listIssues(checked.error));
  return checked.data;
}
