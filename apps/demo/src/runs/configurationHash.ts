// What decides a run's numbers, in one word: two runs belong together if theirs are equal.
import { createHash } from 'node:crypto';
import type { RunConfig } from './runConfig.js';

/** The part of a configuration that decides the numbers; the machine does not. */
export type Deciding = Pick<RunConfig, 'kind' | 'options' | 'effectiveSettings' | 'versions'>;

/**
 * SHA-256 over the options, every setting in effect and the versions of the code, the first 16 hexadecimal digits. The
 * order of keys does not matter.
 */
export function configurationHash({ kind, options, effectiveSettings, versions }: Deciding): string {
  const content = canonical({ kind, options, effectiveSettings, versions });
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}

/**
 * The first thing in which two configurations differ, as `effectiveSettings.learningRate 0.001, now 0.01`; undefined
 * if their hashes are equal.
 */
export function firstDifference(before: Deciding, now: Deciding): string | undefined {
  if (configurationHash(before) === configurationHash(now)) return undefined;
  const [old, current] = [leavesOf(before), leavesOf(now)];
  const name = [...old.keys(), ...current.keys()].find((leaf) => old.get(leaf) !== current.get(leaf));
  return `${name} ${old.get(name ?? '') ?? 'absent'}, now ${current.get(name ?? '') ?? 'absent'}`;
}

/** The same with the keys of every object in one order, as JSON keeps it. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  entries.sort(([first], [second]) => (first < second ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, canonical(part)]));
}

/** Printed values by their path, down to what is no object. */
function leavesOf({ kind, options, effectiveSettings, versions }: Deciding): Map<string, string> {
  const leaves = new Map<string, string>();
  const visit = (path: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      leaves.set(path, JSON.stringify(value));
    else for (const [key, part] of Object.entries(value)) visit(`${path}.${key}`, part);
  };
  for (const [name, part] of Object.entries({ kind, options, effectiveSettings, versions }))
    visit(name, part);
  return leaves;
}
