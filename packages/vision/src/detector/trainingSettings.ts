import { DETECTOR_PRESETS, type PresetName, type TrainingSettings } from './presets.js';
import { TRAINING_SETTINGS, type TrainingRule } from './settings.js';

/** A rule for a setting, and the words for it. */
interface Rule {
  readonly holds: (value: number | boolean) => boolean;
  readonly words: string;
}

function numberRule(words: string, holds: (value: number) => boolean): Rule {
  return { words, holds: (value) => typeof value === 'number' && holds(value) };
}

const RULES: Readonly<Record<TrainingRule, Rule>> = {
  count: numberRule('an integer from 1 up', (value) => Number.isSafeInteger(value) && value >= 1),
  countOrNone: numberRule('an integer from 0 up', (value) => Number.isSafeInteger(value) && value >= 0),
  positive: numberRule('a positive finite number', (value) => value > 0 && value < Infinity),
  notNegative: numberRule('a finite number from 0 up', (value) => value >= 0 && value < Infinity),
  share: numberRule('a number from 0 to 1', (value) => value >= 0 && value <= 1),
  belowOne: numberRule('from 0 up and below 1', (value) => value >= 0 && value < 1),
  half: numberRule('a number from 0 to 0.5', (value) => value >= 0 && value <= 0.5),
  switch: { words: 'true or false', holds: (value) => typeof value === 'boolean' },
};

/**
 * The settings of a training: those given, and the preset's for the others.
 *
 * @throws RangeError for a value that its rule forbids
 */
export function trainingSettings(
  preset: PresetName,
  given: Partial<TrainingSettings> = {},
): TrainingSettings {
  const settings: TrainingSettings = { ...DETECTOR_PRESETS[preset].training, ...given };
  for (const [name, { rule }] of Object.entries(TRAINING_SETTINGS)) {
    const value = settings[name as keyof TrainingSettings];
    const { holds, words } = RULES[rule];
    if (value !== null && !holds(value))
      throw new RangeError(`train: ${name} must be ${words}, got ${value}`);
  }
  return settings;
}
