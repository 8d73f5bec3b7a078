// The settings that a detector and its training start from, one set for each kind of picture. Every value
// was chosen on two CPU cores for the smallest network that meets its bar.
import { type AugmentationSettings, NO_AUGMENTATION } from '../augmentation/augmentationSettings.js';
import type { Dataset } from '../datasets/dataset.js';
import type { UpdateSettings } from '../network/averagedNetwork.js';
import type { ScheduleSettings } from '../network/trainingSchedule.js';
import type { ArchitectureSettings } from './architectureSettings.js';
import type { ViewCount } from './viewCount.js';

/** How it learns, and how the pictures are varied. */
export interface TrainingSettings extends AugmentationSettings, ScheduleSettings, UpdateSettings {
  readonly epochs: number;
  readonly batchSize: number;
  /**
   * Exponent that fades out cells whose objectness is right already (Li et al. 2020, quality focal loss: 2);
   * 0: none are.
   */
  readonly focalFocus: number;
  /** Epochs between two evaluations; the last epoch always ends with one. */
  readonly evaluateEvery: number;
  /** Updates between two `update` events, whose losses are means since the last. */
  readonly reportEvery: number;
  /** Validation pictures of an evaluation; null takes them all. */
  readonly evaluationImages: number | null;
  /** Megabytes (10^6 bytes) of decoded training pictures to keep; the results do not depend on it. */
  readonly cacheMegabytes: number;
}

/** A complete set. */
export interface DetectorPreset {
  readonly architecture: ArchitectureSettings;
  readonly training: TrainingSettings;
  /** Views of a picture that are averaged wherever the detector is judged or used. */
  readonly views: ViewCount;
}

/** The presets by name. */
export const DETECTOR_PRESETS = {
  /** Scenes of the dataset `digits`: 96 by 96 pixels, objects of 14 to 40. */
  digits: {
    architecture: {
      inputSize: { width: 96, height: 96 },
      stageChannels: [16, 32, 64, 96],
      // One sees 79 pixels of the input, twice the longest digit.
      deepBlocks: 1,
      headBlocks: 1,
      scales: 1,
      centreRadius: 1,
      // About the mean side of a digit's box.
      priorBoxPixels: 24,
    },
    training: {
      // 8,000 updates, seven minutes beside another training; mAP@0.5 passes 0.95 at a quarter of them, 0.97 at two thirds.
      epochs: 32,
      batchSize: 16,
      learningRate: 4e-3,
      warmUpSteps: 100,
      // Little: scenes never repeat, so there is nothing to learn by heart.
      weightDecay: 1e-4,
      // Above the usual norm: it only cuts the spikes of the first updates.
      maximumGradientNorm: 10,
      averageDecay: 0.99,
      focalFocus: 0,
      // Every epoch draws new scenes.
      ...NO_AUGMENTATION,
      evaluateEvery: 4,
      reportEvery: 25,
      evaluationImages: 200,
      // Nothing comes twice.
      cacheMegabytes: 0,
    },
    // A digit in a mirror is none.
    views: 1,
  },
  /** Photographs of a folder: small data sets of 4:3 pictures, such as blood smears. */
  photographs: {
    architecture: {
      inputSize: { width: 320, height: 240 },
      // Patches spare the map at stride 2, a quarter of a step's time, and cost no precision.
      stageChannels: [24, 64, 96],
      // Three see 142 pixels of the input, more than the largest cells.
      deepBlocks: 3,
      headBlocks: 1,
      scales: 1,
      centreRadius: 1,
      // About the side of the most frequent object, a red blood cell.
      priorBoxPixels: 48,
    },
    training: {
      // 3,750 updates of 205 pictures: six and a half minutes on two cores with `rectify train --threads 2`.
      epochs: 150,
      // Twice the updates that 16 would make in the time.
      batchSize: 8,
      learningRate: 2e-3,
      // Five epochs.
      warmUpSteps: 125,
      // More than for endless data: every picture comes again each epoch.
      weightDecay: 1e-3,
      maximumGradientNorm: 10,
      averageDecay: 0.9975,
      focalFocus: 0,
      ...NO_AUGMENTATION,
      horizontalFlip: true,
      // Up has no meaning under a microscope. Switch it off for pictures with a sky.
      verticalFlip: true,
      scale: 0.25,
      translate: 0.1,
      // Of cells at the border of a smear, people label those of which about so much is seen; see the README.
      minimumVisibility: 0.6,
      brightness: 0.1,
      contrast: 0.2,
      mosaic: 0.5,
      closeMosaic: 25,
      evaluateEvery: 25,
      reportEvery: 25,
      evaluationImages: null,
      // 2,170 pictures of 320 by 240; a sixteenth of the memory of a small laptop.
      cacheMegabytes: 500,
    },
    // A photograph in a mirror is another photograph, as `horizontalFlip` takes it; see the README for what it is worth.
    views: 2,
  },
} as const satisfies Record<string, DetectorPreset>;

/** Name of a preset. */
export type PresetName = keyof typeof DETECTOR_PRESETS;

/** The preset made for a dataset. */
export function presetFor({ spec }: Dataset): PresetName {
  return spec === 'digits' ? 'digits' : 'photographs';
}
