// Every setting of an agent as an option of its own: `learningRate` is `--learning-rate`.
import { AGENT_SETTINGS, type SettingDescription } from '@rectify/dqn/settings';
import { type Command, Option } from 'commander';
import { UsageError } from '../failure.js';
import { settingValue } from '../options.js';
import type { Settings, SettingValue } from '../runs/runConfig.js';

/** The number of steps has an option that does not look at the preset. */
const { steps: _, ...settings } = AGENT_SETTINGS;
const described: readonly (readonly [string, SettingDescription])[] = Object.entries(settings);

/** Adds an option for each setting, under the headings of the settings. */
export function addAgentOptions(command: Command): Command {
  for (const [name, { group, rule, help }] of described) {
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

/**
 * The settings that were given, as options of their own or with `--set`, in one order however they were given.
 *
 * @throws UsageError if both ways contradict each other
 */
export function givenSettings(options: Readonly<Record<string, unknown>>, set: Settings = {}): Settings {
  const all: Record<string, SettingValue> = { ...set };
  for (const [name, { rule }] of described) {
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

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function isList(rule: SettingDescription['rule']): boolean {
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
