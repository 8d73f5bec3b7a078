import { expect, it } from 'vitest';
import { leakyRelu, prelu } from './index.js';
import { notesOn } from './notes.js';
import { activationKinds, parseActivation } from './spec.js';

it('has nothing to say about defaults, nor about slopes up to 1', () => {
  for (const kind of activationKinds) expect(notesOn(parseActivation(kind))).toEqual([]);
  expect(notesOn(leakyRelu(1))).toEqual([]);
});

it('says what a slope above 1 does', () => {
  expect(notesOn(leakyRelu(1.5))).toEqual([
    'negativeSlope 1.5 is above 1: negative input is amplified more than positive input, ' +
      'and the function is min(x, 1.5 x) rather than max(x, 1.5 x).',
  ]);
  expect(notesOn(prelu({ initialSlope: 2 }))[0]).toMatch(/^initialSlope 2 is above 1/);
});
