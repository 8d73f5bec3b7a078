// The building blocks of the shapes of files. Each says its rule in words, and an error shows what came instead.
import { closestName, parseActivation } from '@rectify/activations';
import { z } from 'zod';

/** More seeds than anybody has time for are a slip of the hand. */
export const MOST_SEEDS = 10_000;

type Issue = z.core.$ZodRawIssue;

/** The message of a field that breaks a rule, or is missing. */
export function rule(words: string): { readonly error: (issue: Issue) => string } {
  return {
    error: ({ input }) =>
      input === undefined ? `is missing; it must be ${words}` : `must be ${words}, got ${shown(input)}`,
  };
}

/** An object that has these fields and no others. */
export function fields<Shape extends z.core.$ZodLooseShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape);
  const { error } = rule(`an object with the fields ${known.join(', ')}`);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownField(issue.keys, known) : error(issue)),
  });
}

function unknownField(keys: readonly string[], known: readonly string[]): string {
  const [first = ''] = keys;
  const closest = closestName(first, known);
  const hint = closest === undefined ? '' : `; did you mean "${closest}"?`;
  return `unknown field ${JSON.stringify(first)}${hint} Known: ${known.join(', ')}`;
}

/** A text with something in it. */
export const text = z.string(rule('a text')).min(1, rule('a text that is not empty'));

const countWords = 'an integer from 1 up';
/** How many. */
export const count = z.int(rule(countWords)).positive(rule(countWords));

const finite = z.number(rule('a finite number'));

const positiveWords = 'a finite number above 0';
/** An effect or a width. */
export const positive = z.number(rule(positiveWords)).positive(rule(positiveWords));

/** With fewer seeds than five an interval is hardly one: there are 126 ways to redraw five, and ten for three. */
const FEWEST_SEEDS = 5;
const severalWords = `an integer from ${FEWEST_SEEDS} up`;
/** Seeds before an interval is looked at. */
export const severalSeeds = z.int(rule(severalWords)).min(FEWEST_SEEDS, rule(severalWords));

/** Names a folder on every system. */
export const folderName = text.regex(
  /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?$/,
  rule('1 to 80 letters, digits, ".", "_" or "-" that begin and end with a letter or digit'),
);

const seedWords = 'an integer from 0 up';
const seed = z.int(rule(seedWords)).nonnegative(rule(seedWords));

/** Seeds one by one, or `{ "from": 0, "count": 10 }`. */
export const seeds = z.preprocess(
  listed,
  z
    .array(seed, rule('a list such as [0, 1, 2], or { "from": 0, "count": 10 }'))
    .min(1, rule('a list with at least one seed'))
    .max(MOST_SEEDS, { error: `must be at most ${MOST_SEEDS.toLocaleString('en')} seeds` }),
);

const range = fields({ from: seed, count: count.max(MOST_SEEDS, rule(`at most ${MOST_SEEDS}`)) });

function listed(value: unknown, context: z.core.$RefinementCtx): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  const checked = range.safeParse(value);
  if (checked.success) {
    const { from, count: many } = checked.data;
    return Array.from({ length: many }, (_, index) => from + index);
  }
  for (const { path, message } of checked.error.issues)
    context.issues.push({ code: 'custom', path, message, input: value });
  return z.NEVER;
}

const settingWords = 'a text, a finite number, true, false, or a list of finite numbers';
const setting = z.union([z.string(), finite, z.boolean(), z.array(finite)], rule(settingWords));

/** Settings of an application by its own names; which there are, the application knows. */
export const settings = z.record(z.string(), setting, rule('an object of settings by name'));

/** The spec of an activation. */
export const activation = text.superRefine((spec, context) => {
  try {
    parseActivation(spec);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
  }
});

const noValues = rule('a list with at least one value');

/** The values of each factor: of the activation, and of settings. */
export const factors = z
  .object(
    { activation: z.array(activation, rule('a list of activations')).min(1, noValues) },
    rule('an object of lists by the name of the factor'),
  )
  .catchall(z.array(setting, rule('a list of values')).min(1, noValues));

/** A value as it may stand in a line: JSON, cut where it is long. */
function shown(value: unknown): string {
  const printed = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return printed.length > 80 ? `${printed.slice(0, 77)}...` : printed;
}
