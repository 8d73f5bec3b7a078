// The rules that settings obey, and what a person reads about a setting. The command line makes its options of tables
// of descriptions.

/** A setting as a person reads about it. */
export interface TrainingSettingDescription {
  /** What it belongs to: a heading in the help. */
  readonly group: string;
  readonly rule: TrainingRule;
  /** One line. */
  readonly help: string;
}

/** A rule for a setting, and the words for it. */
interface Rule {
  readonly holds: (value: number | boolean) => boolean;
  readonly words: string;
}

function numberRule(words: string, holds: (value: number) => boolean): Rule {
  return { words, holds: (value) => typeof value === 'number' && holds(value) };
}

const RULES = {
  count: numberRule('an integer from 1 up', (value) => Number.isSafeInteger(value) && value >= 1),
  countOrNone: numberRule('an integer from 0 up', (value) => Number.isSafeInteger(value) && value >= 0),
  positive: numberRule('a positive finite number', (value) => value > 0 && value < Infinity),
  notNegative: numberRule('a finite number from 0 up', (value) => value >= 0 && value < Infinity),
  share: numberRule('a number from 0 to 1', (value) => value >= 0 && value <= 1),
  belowOne: numberRule('from 0 up and below 1', (value) => value >= 0 && value < 1),
  half: numberRule('a number from 0 to 0.5', (value) => value >= 0 && value <= 0.5),
  halfTurn: numberRule('a number from 0 to 180', (value) => value >= 0 && value <= 180),
  switch: { words: 'true or false', holds: (value: number | boolean) => typeof value === 'boolean' },
} as const satisfies Readonly<Record<string, Rule>>;

/**
 * What a setting may be: an integer from 1 or from 0 up, a number above 0, from 0 up, from 0 to 1, from 0 to below 1,
 * from 0 to 0.5 or to 180, or on and off.
 */
export type TrainingRule = keyof typeof RULES;

/**
 * Checks settings; null, where a setting may be it, always holds.
 *
 * @throws RangeError for a value that its rule forbids
 */
export function checkTrainingSettings<Name extends string>(
  settings: Readonly<Record<Name, number | boolean | null>>,
  table: Readonly<Record<Name, TrainingSettingDescription>>,
): void {
  for (const name of Object.keys(table) as Name[]) {
    const value = settings[name];
    const { holds, words } = RULES[table[name].rule];
    if (value !== null && !holds(value))
      throw new RangeError(`train: ${name} must be ${words}, got ${value}`);
  }
}
