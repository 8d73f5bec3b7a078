import type { SettingValue, TaskSettings } from '../runs/settings.js';
import type { Arm } from './study.js';

/** The values of each factor by its name: `activation`, or a setting of the application. */
export type Factors = { readonly activation: readonly string[] } & Readonly<
  Record<string, readonly SettingValue[]>
>;

/**
 * Every combination of the values, one arm each; the first factor changes slowest.
 *
 * @example
 * crossFactors({ learningRate: [0.001, 0.01], activation: ['relu', 'elu'] }); // four arms
 */
export function crossFactors({ activation, ...settings }: Factors): Arm[] {
  const combinations = Object.entries(settings).reduce<TaskSettings[]>(
    (before, [name, values]) =>
      before.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value }))),
    [{}],
  );
  return combinations.flatMap((chosen) => activation.map((spec) => ({ activation: spec, settings: chosen })));
}
