// What is said about a detector, on one that always says the same.
import { expect, it } from 'vitest';
import type { Dataset, Example } from '../src/datasets/dataset.js';
import type { Mistake } from '../src/evaluation/mistakes.js';
import { solidImage } from '../src/images/image.js';
import { analyseDetector, createDetector, decodeImage, mistakeSheet, openDataset } from '../src/index.js';
import { box } from './detectionProblems.js';
import { squaresFolder } from './squaresFolder.js';

it('the analysis of a trained detector agrees with its evaluation', async () => {
  const dataset = await openDataset(`voc:${await squaresFolder()}`);
  const detector = await createDetector({
    classes: dataset.classes,
    activation: 'leaky_relu:0.1',
    inputSize: { width: 64, height: 48 },
  });
  for await (const _ of detector.train({ dataset, epochs: 12 }));
  const tuning = { dataset, split: 'train', images: 8 };
  const { evaluation, coco, voc, classes, confusion, calibration, mistakes } = await analyseDetector(
    detector,
    {
      dataset,
      tuning,
      scoreThreshold: 0.2,
    },
  );
  expect(evaluation).toEqual(await detector.evaluate({ dataset }));
  expect([coco.AP, coco.AP50]).toEqual([evaluation.mAP, evaluation.mAP50]);
  expect(classes.map(({ name }) => name)).toEqual(detector.classes);
  for (const { name, coco: numbers, curve, voc: ofClass, counting } of classes) {
    expect(numbers.AP50).toBe(evaluation.perClass[name]?.AP50);
    expect(curve?.averagePrecision).toBe(numbers.AP50);
    expect(ofClass.truths).toBe(8);
    expect(counting).toMatchObject({ truths: 8, scoreThreshold: expect.any(Number) });
  }
  expect(voc.mAP).toBeGreaterThan(0);
  expect(calibration.detections).toBeGreaterThan(0);
  const rows = confusion.counts.slice(0, -1).map((row) => row.reduce((sum, count) => sum + count, 0));
  expect(rows).toEqual([8, 8]);
  const wrong = confusion.counts.flatMap((row, truth) => row.filter((_, seen) => seen !== truth));
  expect(mistakes.length).toBeLessThanOrEqual(wrong.reduce((sum, count) => sum + count, 0));
  const counted = await analyseDetector(detector, { dataset });
  expect(counted.classes.map(({ counting }) => counting)).toEqual([null, null]);
  await expect(analyseDetector(detector, { dataset, tuning: { dataset, split: 'val' } })).rejects.toThrow(
    'is judged; choose the counting thresholds on another split',
  );
});

it('mistakes are shown in their surroundings, a row a kind', async () => {
  const image = solidImage({ width: 400, height: 300 }, [90, 90, 90]);
  const truth = { image: 0, classIndex: 0, box: box(100, 100, 60) };
  const example: Example = { id: 'one', image, objects: [{ ...truth, isDifficult: false }] };
  const dataset: Dataset = {
    spec: 'one',
    classes: ['RBC', 'WBC'],
    splitNames: ['val'],
    split: async (name) => ({
      name,
      length: 1,
      isEndless: false,
      warnings: [],
      example: async () => example,
    }),
  };
  const detection = { ...truth, classIndex: 1, score: 0.9 };
  const missed: Mistake = { kind: 'missed', image: 0, severity: 1, truth };
  const wrong: Mistake = { kind: 'wrong class', image: 0, severity: 0.9, truth, detection };
  const sheet = await mistakeSheet(
    { classes: dataset.classes },
    { dataset, mistakes: [missed, missed, wrong] },
  );
  const { width, height, data } = await decodeImage(sheet);
  // Two in the first row, one in the second, 280 pixels each.
  expect(width).toBeGreaterThan(2 * 280);
  expect(width).toBeLessThan(3 * 280);
  expect(height).toBeGreaterThan(2 * 280);
  const at = (x: number, y: number) => [...data.slice((y * width + x) * 3, (y * width + x) * 3 + 3)];
  // Inside the object the picture is as it was; where no panel is, there is paper.
  expect(Math.abs((at(150, 170)[0] ?? 0) - 90)).toBeLessThan(12);
  expect(at(width - 100, height - 100)[0]).toBeGreaterThan(240);
  await expect(mistakeSheet({ classes: [] }, { dataset, mistakes: [] })).rejects.toThrow(RangeError);
});
