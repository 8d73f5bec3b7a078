// `--set name=value`: settings of an application under its own names.
import { UsageError } from '../failure.js';
import type { Settings } from '../runs/runConfig.js';

/**
 * Checks settings against the values that they would replace.
 *
 * @throws UsageError for a name that isn't among them, or a value of another type
 */
export function checkSettings(given: Settings, replaceable: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    const expected = Object.hasOwn(replaceable, name) ? replaceable[name] : undefined;
    if (expected === undefined) {
      throw new UsageError(
        `--set: unknown setting "${name}"; known: ${Object.keys(replaceable).sort().join(', ')}`,
      );
    }
    if (kindOf(value) !== kindOf(expected)) {
      throw new UsageError(`--set: ${name} must be ${kindOf(expected)}, got "${value}"`);
    }
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'numbers with commas between them';
  return value === null || typeof value === 'number' ? 'a number' : `a ${typeof value}`;
}
