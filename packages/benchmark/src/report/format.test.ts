import { expect, it } from 'vitest';
import {
  formatDifference,
  formatDuration,
  formatInterval,
  formatList,
  formatNumber,
  formatShare,
} from './format.js';

it('writes numbers with a real minus and no negative zero', () => {
  expect([-12_345.678, -0.0004, 0.5].map((value) => formatNumber(value, 2))).toEqual([
    '−12,345.68',
    '0.00',
    '0.50',
  ]);
  expect([2, -2, 0, 0.001].map((value) => formatDifference(value, 1))).toEqual([
    '+2.0',
    '−2.0',
    '0.0',
    '0.0',
  ]);
  expect(formatInterval({ low: -1, high: 2.25 }, 1)).toBe('[−1.0,\u00a02.3]');
  expect(formatShare(0.0345)).toBe('3.5\u00a0%');
});

it('writes durations and lists', () => {
  expect([7.4, 372, 3780].map(formatDuration)).toEqual(['7 s', '6 min 12 s', '1 h 3 min']);
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(formatList)).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});
