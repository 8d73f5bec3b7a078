import { printSettings, type TaskSettings } from './settings.js';

/** A run as far as its conditions are concerned. */
export interface ConditionedRun {
  /** Runs on different subjects have nothing to do with each other. */
  readonly subject: string;
  readonly settings: TaskSettings;
}

/**
 * What sets each run apart from others on its subject, apart from activation and seed: the settings in which any two
 * of them differ, as `learningRate=0.01`. What all runs share goes without saying.
 */
export function conditionsOf(runs: readonly ConditionedRun[]): string[] {
  return runs.map(({ subject, settings }) => {
    const others = runs.filter((other) => other.subject === subject);
    const differing = Object.entries(settings).filter(([name, value]) =>
      others.some((other) => JSON.stringify(other.settings[name]) !== JSON.stringify(value)),
    );
    return printSettings(Object.fromEntries(differing)).join(', ');
  });
}
