import { DETECTOR_PRESETS, type PresetName, type TrainingSettings } from './presets.js';

/** A rule for a number, and the words for it. */
interface Rule {
  readonly holds: (value: number) => boolean;
  readonly words: string;
}

const count: Rule = {
  holds: (value) => Number.isSafeInteger(value) && value >= 1,
  words: 'an integer from 1 up',
};
const countOrNone: Rule = {
  holds: (value) => Number.isSafeInteger(value) && value >= 0,
  words: 'an integer from 0 up',
};
const positive: Rule = { holds: (value) => value > 0 && value < Infinity, words: 'a positive finite number' };
const notNegative: Rule = {
  holds: (value) => value >= 0 && value < Infinity,
  words: 'a finite number from 0 up',
};

const decay: Rule = { holds: (value) => value >= 0 && value < 1, words: 'from 0 up and below 1' };

const RULES: Readonly<Record<Exclude<keyof TrainingSettings, 'augmentation'>, Rule>> = {
  epochs: count,
  batchSize: count,
  evaluateEvery: count,
  reportEvery: count,
  evaluationImages: count,
  warmUpSteps: countOrNone,
  learningRate: positive,
  maximumGradientNorm: positive,
  weightDecay: notNegative,
  averageDecay: decay,
};

/**
 * The settings of a training: those given, and the preset's for the others.
 *
 * @throws RangeError for a number out of its range
 */
export function trainingSettings(
  preset: PresetName,
  given: Partial<TrainingSettings> = {},
): TrainingSettings {
  const settings: TrainingSettings = { ...DETECTOR_PRESETS[preset].training, ...given };
  for (const [name, { holds, words }] of Object.entries(RULES)) {
    const value = settings[name as keyof typeof RULES];
    if (value !== null && !holds(value))
      throw new RangeError(`train: ${name} must be ${words}, got ${value}`);
  }
  return settings;
}
