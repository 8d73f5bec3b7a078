import { checkTrainingSettings } from '../network/settingRules.js';
import { DETECTOR_PRESETS, type PresetName, type TrainingSettings } from './presets.js';
import { TRAINING_SETTINGS } from './settings.js';

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
  checkTrainingSettings({ ...settings }, TRAINING_SETTINGS);
  return settings;
}
