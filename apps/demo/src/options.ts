// What a person may write behind an option. Each parser says which option it was, the rule, and what came.
import { parseActivation, printActivation } from '@rectify/activations';
import { VIEW_COUNTS, type ViewCount } from '@rectify/vision/settings';
import { UsageError } from './failure.js';
import type { Settings, SettingValue } from './runs/runConfig.js';

/** Bounds of an integer option, both included. */
export interface IntegerRange {
  readonly from: number;
  readonly to?: number;
}

/** A parser of integers in a range. */
export function integerOption(option: string, { from, to = Number.MAX_SAFE_INTEGER }: IntegerRange) {
  return (text: string): number => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= from && value <= to) return value;
    const range = to === Number.MAX_SAFE_INTEGER ? `from ${from} up` : `from ${from} to ${to}`;
    throw new UsageError(`${option} must be an integer ${range}, got "${text}"`);
  };
}

/** A parser of numbers in a range. */
export function numberOption(option: string, { from, to }: Required<IntegerRange>) {
  return (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= from && value <= to) return value;
    throw new UsageError(`${option} must be a number from ${from} to ${to}, got "${text}"`);
  };
}

/** What `viewsOption` reads, in words. */
export const VIEWS_HELP =
  'average so many mirrored views of each picture, 1, 2 or 4, at as many times the work (default: as it was trained)';

/** A number of views. */
export function viewsOption(text: string): ViewCount {
  const views = VIEW_COUNTS.find((count) => String(count) === text);
  if (views === undefined)
    throw new UsageError(`--views must be one of ${VIEW_COUNTS.join(', ')}, got "${text}"`);
  return views;
}

/** The canonical text of an activation. */
export function activationOption(text: string): string {
  return printActivation(parseActivation(text));
}

/** Collects `--set name=value` into settings. */
export function settingOption(text: string, before: Settings = {}): Settings {
  const [, name, value] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError(`--set must have the form name=value, got "${text}"`);
  }
  return { ...before, [name]: settingValue(value) };
}

/** The text behind `--set` that `settingOption` reads back. */
export function printSetting(name: string, value: SettingValue): string {
  return `${name}=${Array.isArray(value) ? value.join(',') || NO_NUMBERS : value}`;
}

/** What stands for a list without numbers. */
const NO_NUMBERS = 'none';

/** A setting's value: `true`, `false`, a number, numbers with commas between them or `none`, or else the text itself. */
export function settingValue(text: string): SettingValue {
  if (text === NO_NUMBERS) return [];
  if (text === 'true' || text === 'false') return text === 'true';
  const numbers = text.split(',').map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  if (numbers.some(Number.isNaN)) return text;
  return numbers.length === 1 ? (numbers[0] ?? text) : numbers;
}
