// The program of the README and the examples of the doc comments: each stands here too, where it is compiled and
// run, in a folder where the paths that they name exist.
import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as vision from '../src/index.js';
import {
  analyseDetector,
  annotateImage,
  architectureSettings,
  checkDataset,
  confusionMatrix,
  DETECTOR_PRESETS,
  type DetectorOptions,
  decodeImage,
  detectionSheet,
  encodeImage,
  evaluateCoco,
  loadClassifier,
  loadDetector,
  mistakeSheet,
  nonMaximumSuppression,
  openDataset,
  precisionRecallCurves,
  saveClassifier,
  saveDetector,
  trainingPreview,
} from '../src/index.js';
import { squaresFolder } from './squaresFolder.js';

const home = process.cwd();
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rectify-examples-'));
  await mkdir(join(directory, 'path', 'to'), { recursive: true });
  await mkdir(join(directory, 'runs', 'one'), { recursive: true });
  const folder = join(directory, 'path', 'to', 'folder');
  await rename(await squaresFolder(), folder);
  await copyFile(join(folder, 'JPEGImages', 's36.jpg'), join(directory, 'photo.jpg'));
  process.chdir(directory);
});
afterAll(async () => {
  process.chdir(home);
  await rm(directory, { recursive: true });
});

/** The pictures are this small, and so is what is on them: the usual network would take twenty times as long. */
const createDetector = (options: DetectorOptions) =>
  vision.createDetector({
    inputSize: { width: 64, height: 48 },
    architecture: { stageChannels: [16, 32, 32], deepBlocks: 1 },
    ...options,
  });

it('the example of the architecture runs', () => {
  const { architecture } = DETECTOR_PRESETS.photographs;
  const settings = architectureSettings(architecture, { size: 'small', scales: 2 });

  expect(settings).toMatchObject({ scales: 2, deepBlocks: architecture.deepBlocks + 1 });
});

it('the examples run, and the detector of the README learns', async () => {
  const console = { log: (event: vision.DetectorEvent) => expect(event.step).toBeGreaterThan(0) };

  const dataset = await openDataset('voc:path/to/folder');
  const detector = await createDetector({ classes: dataset.classes, activation: 'leaky_relu:0.1', seed: 1 });
  for await (const event of detector.train({ dataset })) console.log(event);
  const { boxes } = await detector.detect('photo.jpg');

  expect(boxes.map((found) => found.class).sort()).toEqual(['bright', 'dark']);
  expect((await detector.evaluate({ dataset })).mAP50).toBeGreaterThan(0.8);

  const { width, height, data } = await decodeImage('photo.jpg');
  expect(data).toHaveLength(width * height * 3);

  const digits = await openDataset('digits');
  const { image, objects } = await (await digits.split('val')).example(0);
  expect(objects.length).toBeGreaterThan(0);

  const { splits, problems, duplicates } = await checkDataset('voc:path/to/folder');
  expect([splits.length, problems, duplicates]).toEqual([2, [], expect.any(Array)]);

  const annotated = await annotateImage(image, boxes, { classes: detector.classes });
  await writeFile('annotated.webp', await encodeImage(annotated, 'webp'));

  await writeFile('sheet.webp', await detectionSheet(detector, { dataset, indices: [0, 1] }));
  expect((await decodeImage('sheet.webp')).width).toBeGreaterThan(1000);

  const { variations } = await trainingPreview(detector, { dataset, mosaic: 0.5 });
  await writeFile('preview.webp', variations);
  // As it is, two mirrorings, scale, translate, brightness, contrast, mosaic, all together: nine rows.
  expect((await decodeImage('preview.webp')).height).toBeGreaterThan(9 * 48 * 6);

  const tuning = { dataset, split: 'train' };
  const { coco, mistakes } = await analyseDetector(detector, { dataset, tuning });
  expect(coco.AP50).toBe((await detector.evaluate({ dataset })).mAP50);
  if (mistakes.length > 0) {
    await writeFile('mistakes.webp', await mistakeSheet(detector, { dataset, mistakes }));
    expect((await decodeImage('mistakes.webp')).height).toBeGreaterThan(280);
  }

  await saveDetector(detector, 'runs/one');
  const loaded = await loadDetector('runs/one');
  expect(await loaded.detect('photo.jpg')).toEqual({ width, height, boxes });
});

it('the example of the classifier runs', async () => {
  const console = { log: (event: vision.ClassifierEvent) => expect(event.step).toBeGreaterThan(0) };
  const createClassifier = (options: vision.ClassifierOptions) =>
    vision.createClassifier({ stageChannels: [4, 4], ...options });
  const digit = { width: 28, height: 28, data: new Uint8Array(28 * 28 * 3) };
  await writeFile('digit.png', await encodeImage(digit, 'png'));

  const classifier = await createClassifier({ network: 'residual', activation: 'prelu', seed: 1 });
  for await (const event of classifier.train({ epochs: 1, trainingImages: 1000 })) console.log(event);
  const { class: name, score } = await classifier.classify('digit.png');
  expect(classifier.classes).toContain(name);

  await saveClassifier(classifier, 'runs/one');
  const loaded = await loadClassifier('runs/one');
  expect(await loaded.classify('digit.png')).toMatchObject({ class: name, score });
});

it('the examples without files hold', () => {
  const first = { box: { x1: 0, y1: 0, x2: 10, y2: 10 }, score: 0.6 };
  const second = { box: { x1: 1, y1: 0, x2: 11, y2: 10 }, score: 0.9 };
  const kept = nonMaximumSuppression([first, second], 0.5); // [1]
  expect(kept).toEqual([1]);

  const truths = [{ image: 0, classIndex: 0, box: { x1: 0, y1: 0, x2: 10, y2: 10 } }];
  const detections = [{ image: 0, classIndex: 0, box: { x1: 1, y1: 0, x2: 11, y2: 10 }, score: 0.9 }];
  const { AP, AP50 } = evaluateCoco({ classCount: 1, truths, detections }); // 0.7 and 1: the IoU is 9/11
  expect([AP, AP50]).toEqual([expect.closeTo(0.7, 9), expect.closeTo(1, 9)]);

  const problem = { classCount: 1, truths, detections };
  const [curve] = precisionRecallCurves({ classCount: 1, truths, detections }, 0.5);
  curve?.points.find(({ recall }) => recall >= 0.8)?.score; // the threshold that finds 80 % of the truths
  expect(curve?.points.map(({ score }) => score)).toEqual(new Array(101).fill(0.9));
  const { counts } = confusionMatrix(problem, { scoreThreshold: 0.3, iouThreshold: 0.5 });
  const missed = counts[0]?.[problem.classCount]; // truths of the first class that were not found
  expect(missed).toBe(0);
});

it('they are those of the README and the doc comments', () => {
  const here = new Set(
    readFileSync(new URL(import.meta.url), 'utf8')
      .split('\n')
      .map((line) => line.trim()),
  );
  const folder = new URL('../src/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(file, folder), 'utf8').replaceAll(/^ *\*/gm, ''));
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const examples = [readme, ...sources].flatMap((text) =>
    [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code as string),
  );
  expect(examples.length).toBeGreaterThan(6);
  const lines = examples.flatMap((example) => example.split('\n').map((line) => line.trim()));
  expect(lines.filter((line) => !line.startsWith('import ') && !here.has(line))).toEqual([]);
});
