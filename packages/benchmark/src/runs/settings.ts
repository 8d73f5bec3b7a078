/** A setting as an application understands it. */
export type SettingValue = string | number | boolean | readonly number[];

/** Settings of an application, handed to it unchanged under its own names. */
export type TaskSettings = Readonly<Record<string, SettingValue>>;

/** Settings in words, in the order of their names: `learningRate=0.01`, `hiddenUnits=64,64`. */
export function printSettings(settings: TaskSettings = {}): string[] {
  return Object.entries(settings)
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([name, value]) => `${name}=${String(value)}`);
}
