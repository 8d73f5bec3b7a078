import { randomStream } from '@rectify/nn/random';
import { expect, it } from 'vitest';
import type { PreparedExample } from '../datasets/preparedSplit.js';
import { fitLetterbox } from '../images/letterbox.js';
import { createPictureMaker, type PicturePlan } from './pictureMaker.js';
import { drawRecipe, indicesOf, makePicture } from './recipe.js';

const frame = { width: 24, height: 16 };

/** A picture of noise with bars left and right. */
function noise(index: number): PreparedExample {
  const random = randomStream(index).split('noise');
  return {
    id: String(index),
    letterbox: fitLetterbox({ width: 20, height: 16 }, frame),
    pixels: Uint8Array.from({ length: frame.width * frame.height * 3 }, () => random.integer(256)),
    objects: [{ classIndex: index, box: { x1: 4, y1: 2, x2: 15, y2: 12 }, isDifficult: false }],
  };
}

function plansOf(seed: number, count: number): PicturePlan[] {
  const settings = {
    horizontalFlip: true,
    verticalFlip: true,
    scale: 0.3,
    translate: 0.2,
    minimumVisibility: 0.25,
    brightness: 0.2,
    contrast: 0.4,
    hue: 0.1,
    saturation: 0.5,
    value: 0.4,
    mosaic: 0.5,
    mixup: 0.3,
    closeMosaic: 0,
  };
  const examples = Array.from({ length: 5 }, (_, index) => noise(index));
  return Array.from({ length: count }, (_, place) => {
    const recipe = drawRecipe(place % 5, {
      settings,
      stream: randomStream(seed).split(String(place)),
      drawIndex: (stream) => stream.integer(5),
    });
    return { recipe, examples: indicesOf(recipe).map((index) => examples[index] as PreparedExample) };
  });
}

it('makes what this thread would make, in the order of the orders', async () => {
  const maker = createPictureMaker();
  const orders = [plansOf(1, 8), plansOf(2, 1), plansOf(3, 4)];
  const made = await Promise.all(orders.map((plans) => maker.make(plans)));
  const pictureBytes = frame.width * frame.height * 3;
  for (const [place, plans] of orders.entries()) {
    const images = new Uint8Array(plans.length * pictureBytes);
    const objects = plans.map(({ recipe, examples }, picture) =>
      makePicture(recipe, examples, images.subarray(picture * pictureBytes, (picture + 1) * pictureBytes)),
    );
    expect(made[place]).toEqual({ images, objects });
  }
  await maker.close();
});

it('a picture that cannot be made is an error, and so is what was ordered behind it', async () => {
  const maker = createPictureMaker();
  const withoutPictures = plansOf(1, 1).map(({ recipe }) => ({ recipe, examples: [] }));
  const results = await Promise.allSettled([
    maker.make(plansOf(1, 1)),
    maker.make(withoutPictures),
    maker.make(plansOf(1, 1)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  await expect(maker.make(plansOf(1, 1))).rejects.toThrow(TypeError);
  await maker.close();
});
