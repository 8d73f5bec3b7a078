import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheckpointError, importOnnx } from '@rectify/nn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Classifier, type ClassifierOptions, createClassifier } from '../src/classifier/classifier.js';
import { loadClassifier, saveClassifier } from '../src/classifier/classifierFiles.js';
import type { ClassifierTrainingSettings } from '../src/classifier/settings.js';
import type { ClassifierEvent, ClassifierUpdateEvent } from '../src/classifier/trainClassifier.js';
import { readMnist } from '../src/datasets/mnist.js';
import { encodeImage } from '../src/images/encode.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rectify-classifier-'));
});
afterAll(() => rm(directory, { recursive: true }));

const create = (options: ClassifierOptions = {}) => createClassifier({ stageChannels: [4, 8], ...options });

const brief: Partial<ClassifierTrainingSettings> = {
  epochs: 2,
  batchSize: 16,
  trainingImages: 70,
  evaluationImages: 300,
  reportEvery: 3,
  warmUpSteps: 2,
};

/** What shows within a hundred updates that it learns. */
const unvaried = { rotateDegrees: 0, scale: 0, translate: 0, averageDecay: 0.9 };

async function eventsOf(classifier: Classifier, settings = brief): Promise<ClassifierEvent[]> {
  const events: ClassifierEvent[] = [];
  for await (const event of classifier.train(settings)) events.push(event);
  return events;
}

describe('training', () => {
  it.each(['plain', 'residual'] as const)(
    'teaches the %s network digits it has not seen',
    async (network) => {
      const settings = { ...brief, epochs: 1, batchSize: 64, trainingImages: 6400, reportEvery: 20 };
      const classifier = await create({ network, activation: 'leaky_relu:0.1', stageChannels: [8, 16] });
      const events = await eventsOf(classifier, { ...settings, ...unvaried, learningRate: 0.01 });
      const updates = events.filter((event): event is ClassifierUpdateEvent => event.type === 'update');
      expect(updates.at(-1)?.loss).toBeLessThan(0.7 * (updates[0]?.loss ?? 0));
      const last = events.at(-1);
      if (last?.type !== 'finished') throw new Error('no finished event');
      // Chance is 0.1.
      expect(last.evaluation.accuracy).toBeGreaterThan(0.6);
    },
  );

  it('reports updates, evaluations and the end, in order', async () => {
    const events = await eventsOf(await create({ network: 'residual', activation: 'prelu' }));
    expect(events.map(({ type, step }) => `${type} ${step}`)).toEqual([
      'update 3',
      'evaluation 4',
      'update 6',
      'evaluation 8',
      'finished 8',
    ]);
    const last = events.at(-1);
    if (last?.type !== 'finished') throw new Error('no finished event');
    expect(last.evaluation.images).toBe(300);
    expect(last.unitHealth.map(({ units }) => units)).toEqual([4, 8, 8]);
    expect(last.learnedSlopes).toHaveLength(3);
  });

  it('a seed is a promise: the same events, to the last digit, and others for another seed', async () => {
    const first = await eventsOf(await create({ seed: 3 }));
    expect(await eventsOf(await create({ seed: 3 }))).toEqual(first);
    expect(await eventsOf(await create({ seed: 4 }))).not.toEqual(first);
  });

  it('that was saved in the middle of an epoch, loaded and resumed equals one that was not interrupted', async () => {
    const whole = await eventsOf(await create({ network: 'residual' }));
    const interrupted = await create({ network: 'residual' });
    for await (const event of interrupted.train(brief)) if (event.step === 6) break;
    await saveClassifier(interrupted, directory);
    const resumed = await loadClassifier(directory);
    expect(resumed.updates).toBe(6);
    expect(await eventsOf(resumed)).toEqual(whole.slice(3));
  });

  it.each([
    [{ epochs: 0 }, 'train: epochs must be an integer from 1 up, got 0'],
    [{ rotateDegrees: 181 }, 'train: rotateDegrees must be a number from 0 to 180, got 181'],
    [{ labelSmoothing: -0.1 }, 'train: labelSmoothing must be a number from 0 to 1, got -0.1'],
  ])('refuses the settings %o', async (settings, message) => {
    const classifier = await create();
    expect(() => classifier.train(settings)).toThrow(message);
  });

  it('refuses more digits than there are', async () => {
    await expect((await create()).train({ trainingImages: 60_001 }).next()).rejects.toThrow(
      'MNIST: there are 60000 digits in that part, 60001 were asked for',
    );
  });
});

it('the networks differ in the shortcuts alone', async () => {
  const [plain, residual] = [await create(), await create({ network: 'residual' })];
  const shapesOf = ({ network }: Classifier) =>
    network.model.parameters.flatMap(({ name, shape }) =>
      name.includes('shortcut') ? [] : [shape.join('x')],
    );
  expect(shapesOf(residual)).toEqual(shapesOf(plain));
  // A 1x1 convolution from 4 to 8 channels, its scales and its offsets.
  expect(residual.parameterCount - plain.parameterCount).toBe(4 * 8 + 2 * 8);
});

it('judges by class: sums of the confusions', async () => {
  const { images, accuracy, perClass, confusion } = await (await create()).evaluate({ images: 260 });
  const labels = Array.from(readMnist('test').labels.subarray(0, 260));
  expect(images).toBe(260);
  expect(confusion.map((row) => row.reduce((sum, count) => sum + count, 0))).toEqual(
    confusion.map((_, digit) => labels.filter((label) => label === digit).length),
  );
  const right = confusion.map((row, digit) => row[digit] ?? 0);
  expect(accuracy).toBe(right.reduce((sum, count) => sum + count, 0) / 260);
  const zeros = labels.filter((label) => label === 0).length;
  expect(perClass['0']).toEqual({ images: zeros, accuracy: (right[0] ?? 0) / zeros });
});

describe('files', () => {
  it('a loaded classifier takes pictures for what the saved one did, and so does its ONNX file', async () => {
    const classifier = await create({ activation: 'prelu', seed: 5 });
    await eventsOf(classifier, { ...brief, epochs: 1 });
    await saveClassifier(classifier, directory);
    const loaded = await loadClassifier(directory);
    expect(loaded.description).toEqual(classifier.description);
    expect(await loaded.evaluate({ images: 300 })).toEqual(await classifier.evaluate({ images: 300 }));
    expect(importOnnx(classifier.toOnnx()).outputShape).toEqual([10]);
  });

  it('a picture in a file is classified as its pixels', async () => {
    const classifier = await create({ seed: 1 });
    const { ink, size } = readMnist('test');
    const data = Uint8Array.from({ length: 28 * 28 * 3 }, (_, at) => ink[Math.floor(at / 3)] as number);
    const image = { ...size, data };
    const path = join(directory, 'digit.png');
    await writeFile(path, await encodeImage(image, 'png'));
    const found = await classifier.classify(path);
    expect(found).toEqual(await classifier.classify(image));
    const { confusion } = await classifier.evaluate({ images: 1 });
    // The first test digit is a seven.
    expect(confusion[7]?.[found.classIndex]).toBe(1);
    expect(found.class).toBe(String(found.classIndex));
    expect(found.score).toBeGreaterThan(0.1);
  });

  it('weights belong to their activation, unless asked for', async () => {
    await saveClassifier(await create({ activation: 'relu' }), directory);
    await expect(loadClassifier(directory, { activation: 'prelu:0.1' })).rejects.toThrow(CheckpointError);
    await expect(loadClassifier(join(directory, 'none'))).rejects.toThrow('describes no saved classifier');
  });
});

it('refuses a network that does not exist', async () => {
  await expect(create({ network: 'dense' as 'plain' })).rejects.toThrow(
    'classifier: network must be plain or residual, got "dense"',
  );
  await expect(create({ stageChannels: [] })).rejects.toThrow('stageChannels must have at least one number');
});
