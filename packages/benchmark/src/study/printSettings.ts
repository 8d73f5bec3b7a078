import type { TaskSettings } from './study.js';

/** Settings in words, in the order of their names: `learningRate=0.01`, `hiddenUnits=64,64`. */
export function printSettings(settings: TaskSettings = {}): string[] {
  return Object.entries(settings)
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([name, value]) => `${name}=${String(value)}`);
}
