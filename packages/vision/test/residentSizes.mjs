// Run by flatMemory.test.ts: training steps of a small detector, as many as the first argument says.
import { reportSizes, watchResidentSize } from '@rectify/golden/residentSize';
import { createDetector, DETECTOR_PRESETS } from '@rectify/vision';

const side = 32;
const batchSize = 2;
const detector = await createDetector({
  classes: ['one', 'two'],
  preset: 'digits',
  inputSize: { width: side, height: side },
});
const { network } = detector;
const trainer = await network.compileTraining({ ...DETECTOR_PRESETS.digits.training, batchSize }, () => 1e-3);

const cells = batchSize * network.layout.cellCount;
const batch = {
  images: Uint8Array.from({ length: batchSize * side * side * 3 }, (_, index) => (index * 31) % 256),
  // Corners x1, y1, x2, y2 as planes of each picture: every box is the whole picture.
  boxes: Float32Array.from({ length: 4 * cells }, (_, index) =>
    Math.floor(index / (cells / batchSize)) % 4 < 2 ? 0 : side,
  ),
  positive: Float32Array.from({ length: cells }, (_, cell) => cell % 2),
  classes: Int32Array.from({ length: cells }, (_, cell) => cell % 2),
};
const step = () => trainer.step(batch);
const detect = () =>
  network.detect([batch.images.subarray(0, side * side * 3)], { scoreThreshold: 0.3, iouThreshold: 0.5 });

const steps = Number(process.argv[2]);
reportSizes({
  step: await watchResidentSize(step, { warmUp: 500, steps }),
  detection: await watchResidentSize(detect, { warmUp: 500, steps }),
});
