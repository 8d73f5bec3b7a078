import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeColours, keepsColours } from './colour.js';

const still = { hueTurn: 0, saturationGain: 1, valueGain: 1 };

function changed(colour: readonly number[], change: Partial<typeof still>): number[] {
  const pixels = Uint8Array.from(colour);
  changeColours(pixels, { ...still, ...change });
  return [...pixels];
}

const colours = fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 0, max: 255 })));

describe('a change of colour', () => {
  it('that changes nothing keeps every colour', () => {
    fc.assert(
      fc.property(colours, (colour) => {
        expect(changed(colour, {})).toEqual(colour);
      }),
    );
    expect(keepsColours(still)).toBe(true);
    expect(keepsColours({ ...still, hueTurn: 0.01 })).toBe(false);
  });

  // From Python 3.11: colorsys.rgb_to_hsv, the change, colorsys.hsv_to_rgb.
  it.each([
    [[255, 0, 0], { hueTurn: 1 / 3 }, [0, 255, 0]],
    [[255, 0, 0], { hueTurn: -1 / 6 }, [255, 0, 255]],
    [[255, 0, 0], { saturationGain: 0.5 }, [255, 128, 128]],
    [[200, 100, 50], { valueGain: 0.5 }, [100, 50, 25]],
    [[200, 100, 50], { hueTurn: 0.1 }, [200, 190, 50]],
    [[200, 100, 50], { saturationGain: 2 }, [200, 67, 0]],
    [[90, 90, 90], { hueTurn: 0.4, saturationGain: 1.9, valueGain: 1.1 }, [99, 99, 99]],
    [[0, 0, 0], { hueTurn: 0.4, saturationGain: 1.9, valueGain: 1.9 }, [0, 0, 0]],
    [[250, 10, 10], { valueGain: 1.9 }, [255, 10, 10]],
  ])('of %j by %j makes %j', (before, change, after) => {
    expect(changed(before, change)).toEqual(after);
  });

  it('turns the hue back again, up to rounding', () => {
    fc.assert(
      fc.property(colours, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (colour, hueTurn) => {
        const back = changed(changed(colour, { hueTurn }), { hueTurn: -hueTurn });
        for (const [channel, value] of back.entries()) {
          expect(Math.abs(value - (colour[channel] as number))).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});
