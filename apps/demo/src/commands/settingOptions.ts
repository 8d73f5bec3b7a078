// Every setting of a training as an option of its own: `learningRate` is `--learning-rate`.
import { type Command, Option } from 'commander';
import { UsageError } from '../failure.js';
import { settingValue } from '../options.js';
import type { Settings, SettingValue } from '../runs/runConfig.js';

/** A setting as an application's table describes it. */
export interface SettingDescription {
  /** A heading in the help. */
  readonly group: string;
  /** `switch` is on or off, `counts` and `positives` are several numbers, the others are one. */
  readonly rule: string;
  readonly help: string;
}

/** The settings of an application by name. */
export type SettingTable = Readonly<Record<string, SettingDescription>>;

/** Adds an option for each setting, under the headings of the settings. */
export function addSettingOptions(command: Command, table: SettingTable): Command {
  for (const [name, { group, rule, help }] of Object.entries(table)) {
    const heading = `${group}:`;
    const flag = flagOf(name);
    if (rule === 'switch') {
      command.addOption(new Option(flag, help).helpGroup(heading));
      command.addOption(new Option(flag.replace('--', '--no-')).hideHelp());
    } else {
      const value = isList(rule) ? '<n,...>' : '<n>';
      command.addOption(new Option(`${flag} ${value}`, help).argParser(numbers(flag)).helpGroup(heading));
    }
  }
  return command;
}

/** What was given on the command line. */
export interface GivenOptions {
  /** The options by their names. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The values behind `--set`. */
  readonly set?: Settings | undefined;
}

/**
 * The settings that were given, as options of their own or with `--set`, in one order however they were given.
 *
 * @throws UsageError if both ways contradict each other
 */
export function givenSettings(table: SettingTable, { options, set = {} }: GivenOptions): Settings {
  const all: Record<string, SettingValue> = { ...set };
  for (const [name, { rule }] of Object.entries(table)) {
    const value = options[name] as SettingValue | undefined;
    const other = set[name];
    if (value !== undefined && other !== undefined && String(other) !== String(value)) {
      throw new UsageError(`${flagOf(name)} ${value} contradicts --set ${name}=${other}; give one of them`);
    }
    const given = value ?? other;
    if (given !== undefined) all[name] = isList(rule) && typeof given === 'number' ? [given] : given;
  }
  return Object.fromEntries(Object.entries(all).sort(([first], [second]) => (first < second ? -1 : 1)));
}

/** The flag of a property: `--tuning-split` for `tuningSplit`. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function isList(rule: string): boolean {
  return rule === 'counts' || rule === 'positives';
}

/** A parser of one or several numbers; their ranges are checked with all other settings. */
function numbers(flag: string) {
  return (text: string): SettingValue => {
    const value = settingValue(text);
    if (typeof value === 'number' || Array.isArray(value)) return value;
    throw new UsageError(`${flag} must be a number, or numbers with commas between them, got "${text}"`);
  };
}
