// Numbers as a reader wants them: a fixed number of digits, a real minus sign, thousands separated.
import type { Estimate } from '../statistics/bootstrap.js';

/** A number with `digits` digits after the point. */
export function formatNumber(value: number, digits = 0): string {
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return /[1-9]/.test(text) ? text.replace('-', '−') : text.replace('-', '');
}

/** A difference, whose sign is always shown unless it is zero. */
export function formatDifference(value: number, digits: number): string {
  const text = formatNumber(value, digits);
  return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** The ends of an interval, such as `[0.91, 0.94]`, with a space that doesn't break. */
export function formatInterval({ low, high }: Pick<Estimate, 'low' | 'high'>, digits: number): string {
  return `[${formatNumber(low, digits)},\u00a0${formatNumber(high, digits)}]`;
}

/** A share from 0 to 1 as a percentage, with a space that doesn't break. */
export function formatShare(share: number): string {
  return `${formatNumber(100 * share, 1)}\u00a0%`;
}

/** Seconds in the largest units that keep it exact to a second: `48 s`, `6 min 12 s`, `1 h 3 min`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `a`, `a and b`, `a, b and c`. */
export function formatList(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
