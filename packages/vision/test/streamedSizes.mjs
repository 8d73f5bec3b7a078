// Run by flatMemory.test.ts: reads as many pictures for training as the first argument says, none of them twice.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportSizes, watchResidentSize } from '@rectify/golden/residentSize';
import { randomStream } from '@rectify/nn/random';
import { DETECTOR_PRESETS, decodeImage, encodeImage } from '@rectify/vision';
import { createPictureMaker } from '../dist/augmentation/pictureMaker.js';
import { prepareSplit } from '../dist/datasets/preparedSplit.js';
import { trainingPictures } from '../dist/detector/trainingPictures.js';
import { workAhead } from '../dist/detector/workAhead.js';

const pictures = Number(process.argv[2]);
const batchSize = 16;
const warmUp = 800 / batchSize;
const frame = { width: 96, height: 72 };
const pictureBytes = frame.width * frame.height * 3;
const size = { width: 320, height: 240 };

const folder = await mkdtemp(join(tmpdir(), 'rectify-stream-'));
const files = Array.from({ length: 32 }, (_, index) => join(folder, `${index}.jpg`));
for (const [index, file] of files.entries()) {
  const data = Uint8Array.from({ length: 320 * 240 * 3 }, (_, at) => (at * (index + 3)) % 251);
  await writeFile(file, await encodeImage({ ...size, data }, 'jpeg'));
}

/** A split of that many pictures, of which the disk has 32. */
const split = {
  name: 'train',
  length: pictures + 2 * warmUp * batchSize,
  isEndless: false,
  warnings: [],
  example: async (index) => ({
    id: String(index),
    image: await decodeImage(files[index % files.length]),
    objects: [{ classIndex: 0, box: { x1: 20, y1: 30, x2: 200, y2: 180 }, isDifficult: false }],
  }),
};

/** Makes one batch of pictures after another, as a training does. */
function streaming(cacheBytes) {
  const planAt = trainingPictures({
    split: prepareSplit(split, frame, { cacheBytes }),
    augmentation: {
      ...DETECTOR_PRESETS.photographs.training,
      hue: 0.1,
      mosaic: 0,
      mixup: 0.1,
      closeMosaic: 0,
    },
    epochs: 1,
    stream: randomStream(0),
  });
  const places = (batch) => Array.from({ length: batchSize }, (_, place) => batch * batchSize + place);
  const maker = createPictureMaker();
  const making = workAhead({
    work: async (batch) => maker.make(await Promise.all(places(batch).map((place) => planAt(0, place)))),
    ahead: 6,
    end: split.length / batchSize,
  });
  let batch = 0;
  return () => making.take(batch++);
}

const steps = pictures / batchSize;
reportSizes({
  bounded: await watchResidentSize(streaming(100 * pictureBytes), { warmUp, steps }),
  unbounded: await watchResidentSize(streaming(Number.POSITIVE_INFINITY), { warmUp, steps }),
});
await rm(folder, { recursive: true });
