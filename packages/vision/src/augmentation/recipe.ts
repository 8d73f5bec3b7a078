// How a training picture is made: drawn first, so that it is known which pictures it takes, and made when they are
// there. Neither the order in which pictures are read nor what was made before has a say in it.
import type { RandomStream } from '@rectify/nn/random';
import type { Size } from '../boxes/box.js';
import type { LabelledObject } from '../datasets/dataset.js';
import type { PreparedExample } from '../datasets/preparedSplit.js';
import { contentSize } from '../images/letterbox.js';
import type { AugmentationSettings } from './augmentationSettings.js';
import { lightTable } from './colour.js';
import { centredAxis, type Placement, placeObjects } from './geometry.js';
import { MOSAIC_CORNERS, type MosaicCentre, type MosaicCorner, placeInMosaic } from './mosaic.js';
import { type FramedPicture, resample } from './resample.js';
import { drawVariation, keepsPicture, type Variation } from './variation.js';

/** One picture of a recipe. */
export interface Ingredient {
  /** Position in the split. */
  readonly index: number;
  readonly variation: Variation;
}

/** How to make one training picture. */
export interface Recipe {
  /** One, or the four of a mosaic in the order of `MOSAIC_CORNERS`. */
  readonly ingredients: readonly Ingredient[];
  /** Null where there is one picture. */
  readonly centre: MosaicCentre | null;
  /** What is laid on top, half transparent. */
  readonly overlay: Recipe | null;
}

/** What recipes are drawn with. */
export interface RecipeOptions {
  readonly settings: AugmentationSettings;
  readonly stream: RandomStream;
  /** Draws the position of another picture. */
  readonly drawIndex: (stream: RandomStream) => number;
}

/** Draws how the picture at `index` of a split is varied and what joins it. */
export function drawRecipe(index: number, options: RecipeOptions): Recipe {
  const mixup = options.stream.split('mixup');
  const picture = drawPicture(index, options);
  if (mixup.uniform() >= options.settings.mixup) return picture;
  const overlay = drawPicture(options.drawIndex(mixup), { ...options, stream: mixup.split('overlay') });
  return { ...picture, overlay };
}

function drawPicture(index: number, { settings, stream, drawIndex }: RecipeOptions): Recipe {
  const mosaic = stream.split('mosaic');
  const first = { index, variation: drawVariation(settings, stream) };
  if (mosaic.uniform() >= settings.mosaic) return { ingredients: [first], centre: null, overlay: null };
  const centre = { x: mosaic.uniform(0.25, 0.75), y: mosaic.uniform(0.25, 0.75) };
  const others = MOSAIC_CORNERS.slice(1).map((corner) => ({
    index: drawIndex(mosaic),
    variation: drawVariation(settings, mosaic.split(corner)),
  }));
  return { ingredients: [first, ...others], centre, overlay: null };
}

/** The pictures that a recipe takes, in the order in which `makePicture` wants them. */
export function indicesOf({ ingredients, overlay }: Recipe): number[] {
  return [...ingredients.map(({ index }) => index), ...(overlay === null ? [] : indicesOf(overlay))];
}

/**
 * Makes the picture of a recipe and returns its objects, clipped to what is seen of them.
 *
 * @param examples - the pictures at `indicesOf(recipe)`, all in one frame
 * @param out - `frame.height * frame.width * 3` bytes, HWC
 */
export function makePicture(
  { ingredients, centre, overlay }: Recipe,
  examples: readonly PreparedExample[],
  out: Uint8Array,
): LabelledObject[] {
  const objects = ingredients.flatMap(({ variation }, place) => {
    const example = examples[place] as PreparedExample;
    const picture = framed(example);
    const placement =
      centre === null
        ? placeAlone(variation, picture.frame)
        : placeInMosaic(
            { corner: cornerAt(place), variation, content: picture.content },
            { centre, ...picture },
          );
    if (centre === null && keepsPicture(variation)) {
      // The bars of a letterbox have the grey that `resample` fills in.
      out.set(example.pixels);
    } else {
      const look = { light: lightTable(variation.light), colour: variation.colour };
      resample(picture, out, { placement, look });
    }
    return placeObjects(example.objects, placement, variation.minimumVisibility);
  });
  if (overlay === null) return objects;
  const above = new Uint8Array(out.length);
  const added = makePicture(overlay, examples.slice(ingredients.length), above);
  for (let at = 0; at < out.length; at++) out[at] = ((out[at] as number) + (above[at] as number) + 1) >> 1;
  return [...objects, ...added];
}

function framed({ pixels, letterbox }: PreparedExample): FramedPicture {
  const { frame, offsetX, offsetY } = letterbox;
  const { width, height } = contentSize(letterbox);
  const columns = { from: offsetX, to: offsetX + width };
  const rows = { from: offsetY, to: offsetY + height };
  return { frame, pixels, content: { columns, rows } };
}

function placeAlone({ scaleX, scaleY, shiftX, shiftY }: Variation, { width, height }: Size): Placement {
  return {
    mapX: centredAxis(width, scaleX, shiftX),
    mapY: centredAxis(height, scaleY, shiftY),
    columns: { from: 0, to: width },
    rows: { from: 0, to: height },
  };
}

function cornerAt(place: number): MosaicCorner {
  return MOSAIC_CORNERS[place] as MosaicCorner;
}
