// The settings of a classifier's training: values to start from, and what a person reads about each.
import { TRAINING_SETTINGS } from '../detector/settings.js';
import type { UpdateSettings } from '../network/averagedNetwork.js';
import type { TrainingSettingDescription } from '../network/settingRules.js';
import type { ScheduleSettings } from '../network/trainingSchedule.js';
import type { DigitVariation } from './digitVariation.js';

/** How it learns, and how the digits are varied. */
export interface ClassifierTrainingSettings extends ScheduleSettings, UpdateSettings, DigitVariation {
  readonly epochs: number;
  readonly batchSize: number;
  /** Share of the probability that is spread evenly over all classes (Szegedy et al. 2016). */
  readonly labelSmoothing: number;
  /** Epochs between two evaluations; the last epoch always ends with one. */
  readonly evaluateEvery: number;
  /** Updates between two `update` events, whose losses are means since the last. */
  readonly reportEvery: number;
  /** The first training digits so many; null takes all 60,000. */
  readonly trainingImages: number | null;
  /** The first test digits so many; null takes all 10,000. */
  readonly evaluationImages: number | null;
}

/** Every setting in the order of the help. */
export const CLASSIFIER_SETTINGS = {
  epochs: TRAINING_SETTINGS.epochs,
  batchSize: TRAINING_SETTINGS.batchSize,
  learningRate: TRAINING_SETTINGS.learningRate,
  warmUpSteps: TRAINING_SETTINGS.warmUpSteps,
  weightDecay: TRAINING_SETTINGS.weightDecay,
  maximumGradientNorm: TRAINING_SETTINGS.maximumGradientNorm,
  averageDecay: TRAINING_SETTINGS.averageDecay,
  labelSmoothing: {
    group: TRAINING_SETTINGS.epochs.group,
    rule: 'share',
    help: 'share of the probability that is spread over all classes',
  },
  trainingImages: {
    group: TRAINING_SETTINGS.epochs.group,
    rule: 'count',
    help: 'only the first training digits',
  },
  evaluateEvery: TRAINING_SETTINGS.evaluateEvery,
  reportEvery: TRAINING_SETTINGS.reportEvery,
  evaluationImages: TRAINING_SETTINGS.evaluationImages,
  rotateDegrees: {
    group: TRAINING_SETTINGS.scale.group,
    rule: 'halfTurn',
    help: 'turn by up to so many degrees either way',
  },
  scale: TRAINING_SETTINGS.scale,
  translate: TRAINING_SETTINGS.translate,
} as const satisfies Readonly<Record<keyof ClassifierTrainingSettings, TrainingSettingDescription>>;
