import { z } from 'zod';

/** What is wrong with content, field by field, in one line; of more than three problems the others are counted. */
export function listIssues({ issues }: z.ZodError): string {
  const listed = issues.slice(0, 3).map(({ path, message }) => {
    const field = z.core.toDotPath(path);
    return field === '' ? message : `${field}: ${message}`;
  });
  const rest = issues.length - listed.length;
  return listed.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}
