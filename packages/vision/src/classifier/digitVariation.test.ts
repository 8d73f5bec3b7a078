import { randomStream } from '@rectify/nn/random';
import { expect, it } from 'vitest';
import { readMnist } from '../datasets/mnist.js';
import { varyDigit } from './digitVariation.js';

const { ink, size } = readMnist('test');
const digit = Uint8Array.from(ink.subarray(0, 28 * 28));
const none = { rotateDegrees: 0, scale: 0, translate: 0 };

function varied(source: Uint8Array, variation: Partial<typeof none>, seed = 0): Uint8Array {
  const out = new Uint8Array(source.length);
  varyDigit(source, out, { size, variation: { ...none, ...variation }, stream: randomStream(seed) });
  return out;
}

it('without variation the digit is as it was', () => {
  expect(varied(digit, {})).toEqual(digit);
});

it('a quarter turn puts each pixel where the rotation about the middle does', () => {
  // A stream whose first draw is the upper end of its range turns by 90 degrees.
  const stream = { ...randomStream(0), uniform: (_low = 0, high = 1) => high };
  const out = new Uint8Array(digit.length);
  varyDigit(digit, out, { size, variation: { ...none, rotateDegrees: 90 }, stream });
  const turned = Uint8Array.from({ length: 28 * 28 }, (_, at) => {
    const [x, y] = [at % 28, Math.floor(at / 28)];
    return digit[(27 - x) * 28 + y] as number;
  });
  expect(out).toEqual(turned);
});

it('moves by whole pixels without blur, and paper comes in', () => {
  const stream = { ...randomStream(0), uniform: (_low = 0, high = 1) => high };
  const out = new Uint8Array(digit.length);
  varyDigit(digit, out, { size, variation: { ...none, translate: 2 / 28 }, stream });
  for (let y = 0; y < 28; y++) {
    for (let x = 0; x < 28; x++) {
      const expected = x < 2 || y < 2 ? 0 : digit[(y - 2) * 28 + x - 2];
      expect(out[y * 28 + x]).toBe(expected);
    }
  }
});

it('keeps the ink of a digit that stays inside, up to the area of the enlargement', () => {
  const sum = (bytes: Uint8Array) => bytes.reduce((total, value) => total + value, 0);
  for (let seed = 0; seed < 20; seed++) {
    const ratio = sum(varied(digit, { rotateDegrees: 10, scale: 0.1, translate: 0.05 }, seed)) / sum(digit);
    expect(ratio).toBeGreaterThan(0.9 ** 2 - 0.05);
    expect(ratio).toBeLessThan(1.1 ** 2 + 0.05);
  }
});
