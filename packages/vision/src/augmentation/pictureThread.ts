// The thread of a `PictureMaker`: plans come in, pictures go out.
import { parentPort } from 'node:worker_threads';
import type { MadePictures, PicturePlan } from './pictureMaker.js';
import { makePicture } from './recipe.js';

parentPort?.on('message', (plans: readonly PicturePlan[]) => {
  const pictureBytes = plans[0]?.examples[0]?.pixels.length ?? 0;
  const images = new Uint8Array(plans.length * pictureBytes);
  const objects = plans.map(({ recipe, examples }, place) =>
    makePicture(recipe, examples, images.subarray(place * pictureBytes, (place + 1) * pictureBytes)),
  );
  const made: MadePictures = { images, objects };
  parentPort?.postMessage(made, [images.buffer]);
});
