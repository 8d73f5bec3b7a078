// The settings of a detector that are not its network's: the rule that each obeys and what a person reads about it. The
// command line makes its options of the same table.
import type { TrainingSettingDescription } from '../network/settingRules.js';
import type { TrainingSettings } from './presets.js';

const updates = 'Updates';
const watching = 'Evaluation';
const variation = 'Variation of the pictures (augmentation)';

/** Every setting of a training, in the order of the help. */
export const TRAINING_SETTINGS = {
  epochs: { group: updates, rule: 'count', help: 'passes over the training pictures' },
  batchSize: { group: updates, rule: 'count', help: 'pictures in an update' },
  learningRate: { group: updates, rule: 'positive', help: 'peak of the cosine schedule' },
  warmUpSteps: {
    group: updates,
    rule: 'countOrNone',
    help: 'updates until the learning rate is at its peak',
  },
  weightDecay: { group: updates, rule: 'notNegative', help: "AdamW's decay of convolution weights" },
  maximumGradientNorm: {
    group: updates,
    rule: 'notNegative',
    help: 'a longer gradient is scaled down to this; 0: none is',
  },
  averageDecay: {
    group: updates,
    rule: 'belowOne',
    help: 'what the moving average of the weights keeps at each update; 0: nothing',
  },
  focalFocus: {
    group: updates,
    rule: 'notNegative',
    help: 'fade out cells whose objectness is right already, by this exponent; 0: none',
  },
  evaluateEvery: { group: watching, rule: 'count', help: 'epochs between evaluations' },
  reportEvery: { group: watching, rule: 'count', help: 'updates between lines of losses' },
  evaluationImages: { group: watching, rule: 'count', help: 'pictures of an evaluation' },
  cacheMegabytes: {
    group: updates,
    rule: 'notNegative',
    help: 'megabytes of decoded training pictures to keep in memory',
  },
  horizontalFlip: { group: variation, rule: 'switch', help: 'mirror left and right in half of the cases' },
  verticalFlip: { group: variation, rule: 'switch', help: 'mirror top and bottom in half of the cases' },
  scale: { group: variation, rule: 'belowOne', help: 'enlarge by 1 - scale to 1 + scale' },
  translate: { group: variation, rule: 'share', help: 'move by up to this share of width and height' },
  minimumVisibility: {
    group: variation,
    rule: 'share',
    help: 'an object that is cut to less than this share of its area is dropped',
  },
  brightness: { group: variation, rule: 'share', help: 'lighter or darker by up to this share of 255' },
  contrast: { group: variation, rule: 'share', help: 'contrast times 1 - contrast to 1 + contrast' },
  hue: { group: variation, rule: 'half', help: 'turn hues by up to this share of the colour circle' },
  saturation: { group: variation, rule: 'share', help: 'saturation times 1 - saturation to 1 + saturation' },
  value: { group: variation, rule: 'share', help: "HSV's value times 1 - value to 1 + value" },
  mosaic: { group: variation, rule: 'share', help: 'probability of four pictures in one' },
  mixup: { group: variation, rule: 'share', help: 'probability of another picture shining through' },
  closeMosaic: { group: variation, rule: 'countOrNone', help: 'last epochs without mosaic and mixup' },
} as const satisfies Readonly<Record<keyof TrainingSettings, TrainingSettingDescription>>;

/** The settings of a training, and how the trained detector looks at a picture. */
export const DETECTOR_SETTINGS = {
  ...TRAINING_SETTINGS,
  views: {
    group: watching,
    rule: 'count',
    help: 'mirrored views of a picture that are averaged, in evaluations and ever after: 1, 2 or 4',
  },
} as const satisfies Readonly<Record<keyof TrainingSettings | 'views', TrainingSettingDescription>>;
