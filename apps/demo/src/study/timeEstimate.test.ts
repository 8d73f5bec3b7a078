import { expect, it } from 'vitest';
import { TimeEstimate } from './timeEstimate.js';

function study() {
  const clock = { seconds: 0 };
  const time = new TimeEstimate(['short', 'long', 'short', 'long'] as const, () => clock.seconds);
  return { clock, time };
}

it('does not guess while a kind of run was never seen', () => {
  const { clock, time } = study();
  expect(time.secondsLeft(2)).toBeNull();
  time.start('a', 'short');
  clock.seconds = 10;
  time.end('a', true);
  expect(time.secondsLeft(2)).toBeNull();
  expect(time.share).toBe(0.25);
});

it('adds up what is left of the running and the waiting runs', () => {
  const { clock, time } = study();
  time.start('a', 'short');
  time.start('b', 'long');
  clock.seconds = 10;
  time.end('a', true);
  time.advance('b', 0.5);
  // b needs 10 s more, then come one short run of 10 s and one long run of 20 s.
  expect(time.secondsLeft(1)).toBe(40);
  expect(time.secondsLeft(2)).toBe(20);
  expect(time.share).toBe(0.375);
});

it('never promises less than the longest running run needs', () => {
  const { clock, time } = study();
  for (const kind of ['short', 'short', 'long'] as const) time.skip(kind);
  time.start('b', 'long');
  clock.seconds = 30;
  time.advance('b', 0.25);
  expect(time.secondsLeft(4)).toBe(90);
});

it('takes the pace of a continued run from where it went on, and learns nothing from its duration', () => {
  const { clock, time } = study();
  for (const kind of ['short', 'short', 'long'] as const) time.skip(kind);
  time.start('b', 'long');
  time.goOn('b');
  clock.seconds = 10;
  time.advance('b', 0.5);
  clock.seconds = 30;
  time.advance('b', 0.75);
  // A quarter took 20 s.
  expect(time.secondsLeft(1)).toBe(20);
  time.end('b', true);
  time.start('c', 'long');
  expect(time.secondsLeft(1)).toBeNull();
});

it('does not learn from runs that failed', () => {
  const { clock, time } = study();
  time.start('a', 'short');
  clock.seconds = 1;
  time.end('a', false);
  time.skip('long');
  time.skip('long');
  expect(time.secondsLeft(1)).toBeNull();
});
