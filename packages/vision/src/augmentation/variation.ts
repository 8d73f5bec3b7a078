// What is drawn for one picture, apart from where in the frame it will lie.
import type { RandomStream } from '@rectify/nn/random';
import type { AugmentationSettings } from './augmentationSettings.js';
import { type ColourChange, keepsColours, type LightChange } from './colour.js';

/** How one picture is varied. */
export interface Variation {
  /** Scale of each axis; negative where it is mirrored. */
  readonly scaleX: number;
  readonly scaleY: number;
  /** Shares of the frame's width and height. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Least share of its area that is left of an object. */
  readonly minimumVisibility: number;
  readonly light: LightChange;
  readonly colour: ColourChange;
}

/** Draws a variation. What is off is drawn too and then not used. */
export function drawVariation(settings: AugmentationSettings, stream: RandomStream): Variation {
  const scale = 1 + settings.scale * stream.uniform(-1, 1);
  const signOf = (flip: boolean) => (stream.uniform() < 0.5 && flip ? -1 : 1);
  const shift = () => settings.translate * stream.uniform(-1, 1);
  // In this order: each line takes the next numbers of the stream.
  const scaleX = scale * signOf(settings.horizontalFlip);
  const shiftX = shift();
  const scaleY = scale * signOf(settings.verticalFlip);
  const shiftY = shift();
  const light = {
    added: 255 * settings.brightness * stream.uniform(-1, 1),
    factor: 1 + settings.contrast * stream.uniform(-1, 1),
  };
  const colour = drawColour(settings, stream.split('colour'));
  const { minimumVisibility } = settings;
  return { scaleX, scaleY, shiftX, shiftY, minimumVisibility, light, colour };
}

/** Whether the variation leaves every byte of a picture as it is. */
export function keepsPicture({ scaleX, scaleY, shiftX, shiftY, light, colour }: Variation): boolean {
  const staysInPlace = scaleX === 1 && scaleY === 1 && shiftX === 0 && shiftY === 0;
  return staysInPlace && light.added === 0 && light.factor === 1 && keepsColours(colour);
}

function drawColour(settings: AugmentationSettings, stream: RandomStream): ColourChange {
  return {
    hueTurn: settings.hue * stream.uniform(-1, 1),
    saturationGain: 1 + settings.saturation * stream.uniform(-1, 1),
    valueGain: 1 + settings.value * stream.uniform(-1, 1),
  };
}
