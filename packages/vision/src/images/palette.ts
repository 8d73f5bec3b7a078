// A colour for every class. The first eight tell apart for the colour-blind (Okabe and Ito 2008), the
// rest walk around the hue circle by the golden angle.
import { luma } from './luma.js';

const OKABE_ITO = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#ffffff',
] as const;

const GOLDEN_ANGLE_DEGREES = 137.508;

/** The colour of a class, as `#rrggbb`. */
export function classColour(classIndex: number): string {
  return OKABE_ITO[classIndex] ?? hueColour(classIndex * GOLDEN_ANGLE_DEGREES);
}

/** Black or white, whichever reads better on a `#rrggbb` background. */
export function readableOn(background: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    Number.parseInt(background.slice(at, at + 2), 16),
  );
  return luma(red, green, blue) > 128 ? '#000000' : '#ffffff';
}

function hueColour(degrees: number): string {
  const channel = (shift: number): string => {
    const position = (shift + degrees / 30) % 12;
    // HSL to RGB at saturation 0.7 and lightness 0.6 (CSS Color 4, section 7.1).
    const value = 0.6 - 0.28 * Math.max(-1, Math.min(position - 3, 9 - position, 1));
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}
