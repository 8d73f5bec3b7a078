import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheckpointError, createEngine, modelTensors } from '@rectify/nn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../src/datasets/dataset.js';
import { openDataset } from '../src/datasets/openDataset.js';
import { analyseDetector } from '../src/detector/analyseDetector.js';
import type { ArchitectureOptions } from '../src/detector/architectureSettings.js';
import { createDetector, type Detector } from '../src/detector/detector.js';
import { loadDetector, saveDetector } from '../src/detector/detectorFiles.js';
import { DETECTOR_PRESETS, type TrainingSettings } from '../src/detector/presets.js';
import type { DetectorEvent, UpdateEvent } from '../src/detector/trainDetector.js';
import type { ViewCount } from '../src/detector/viewCount.js';

let directory: string;
let digits: Dataset;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rectify-detector-'));
  digits = await openDataset('digits');
});
afterAll(() => rm(directory, { recursive: true }));

const create = (options: { activation?: string; seed?: number } = {}) =>
  createDetector({ classes: digits.classes, preset: 'digits', ...options });

/** A dataset whose passes are short; its scenes are the real ones. */
function short(length: number): Dataset {
  return { ...digits, split: async (name) => ({ ...(await digits.split(name)), length }) };
}

type Numbers = ArrayLike<number> | undefined;

/** The largest difference of many numbers, found quickly. */
function distance(first: Numbers, second: Numbers): number {
  if (first === undefined || first.length !== second?.length) return Number.POSITIVE_INFINITY;
  return Array.from(first).reduce(
    (largest, value, index) => Math.max(largest, Math.abs(value - (second[index] as number))),
    0,
  );
}

const brief: Partial<TrainingSettings> = {
  epochs: 2,
  batchSize: 4,
  evaluateEvery: 1,
  reportEvery: 3,
  evaluationImages: 16,
  warmUpSteps: 2,
};

async function eventsOf(detector: Detector, options = brief, length = 16): Promise<DetectorEvent[]> {
  const events: DetectorEvent[] = [];
  for await (const event of detector.train({ dataset: short(length), ...options })) events.push(event);
  return events;
}

describe('training', () => {
  // Not the objectness loss: its target, the fit of the boxes, rises at first.
  it('lowers the loss of boxes and classes', async () => {
    const options = { ...brief, epochs: 1, batchSize: 8, reportEvery: 10, warmUpSteps: 10 };
    const events = await eventsOf(await create({ activation: 'leaky_relu:0.1' }), options, 8 * 40);
    const updates = events.filter((event): event is UpdateEvent => event.type === 'update');
    const [first, last] = [updates[0], updates.at(-1)];
    if (first === undefined || last === undefined) throw new Error('no update event');
    expect(last.boxLoss).toBeLessThan(0.75 * first.boxLoss);
    expect(last.classLoss).toBeLessThan(first.classLoss);
    expect(last.loss).toBeLessThan(first.loss);
  });

  it.each(['relu', 'leaky_relu:0.1', 'prelu'])(
    'learns the same bits on two threads as on one with %s',
    async (activation) => {
      const run = async (threads: number) => {
        const engine = await createEngine('onnx', { threads });
        const detector = await createDetector({
          classes: digits.classes,
          preset: 'digits',
          activation,
          engine,
        });
        const events = await eventsOf(detector, { ...brief, batchSize: 16 }, 64);
        return { events, network: detector.network.tensors() };
      };
      expect(await run(2)).toEqual(await run(1));
    },
  );

  it('reports updates, evaluations and the end, in order', async () => {
    const events = await eventsOf(await create({ activation: 'prelu' }));
    expect(events.map(({ type, step }) => `${type} ${step}`)).toEqual([
      'update 3',
      'evaluation 4',
      'update 6',
      'evaluation 8',
      'finished 8',
    ]);
    const last = events.at(-1);
    if (last?.type !== 'finished') throw new Error('no finished event');
    expect(last.evaluation).toMatchObject({ split: 'val', images: 16 });
    expect(Object.keys(last.evaluation.perClass)).toEqual(digits.classes);
    expect(last.unitHealth.map(({ units }) => units)).toEqual([16, 32, 64, 96, 96, 64, 64]);
    expect(last.learnedSlopes).toHaveLength(7);
    expect(last.learnedSlopes[0]).toEqual({
      layer: expect.any(String),
      mean: expect.closeTo(0.25, 1),
      min: expect.any(Number),
      max: expect.any(Number),
    });
  });

  it('tells the distribution of its pre-activations on the pictures of its inspection', async () => {
    const detector = await create();
    const layers = await detector.inspectLayers({ dataset: digits });
    const histograms = await detector.preActivationHistograms({ dataset: digits });
    expect(histograms.map(({ layer }) => layer)).toEqual(layers.map(({ layer }) => layer));
    const [first] = histograms;
    const positive = first?.shares.slice(first.shares.length / 2).reduce((sum, share) => sum + share, 0);
    expect(positive).toBeCloseTo(layers[0]?.health.positiveShare ?? Number.NaN, 4);
  });

  it('a seed is a promise: the same events, to the last digit, and others for another seed', async () => {
    const first = await eventsOf(await create({ seed: 3 }));
    expect(await eventsOf(await create({ seed: 3 }))).toEqual(first);
    expect(await eventsOf(await create({ seed: 4 }))).not.toEqual(first);
  });

  it('leaves gradients as they are with a maximumGradientNorm of 0: as with a limit that none reaches', async () => {
    const run = async (maximumGradientNorm: number) =>
      eventsOf(await create(), { ...brief, epochs: 1, maximumGradientNorm });
    expect(await run(0)).toEqual(await run(1e9));
  });

  it('that was saved, loaded and resumed equals one that was not interrupted', async () => {
    const varied = { ...brief, mosaic: 0.5, mixup: 0.5, hue: 0.1, translate: 0.1, closeMosaic: 0 };
    const whole = await eventsOf(await create(), varied);
    const interrupted = await create();
    for await (const event of interrupted.train({ dataset: short(16), ...varied })) {
      if (event.type === 'evaluation') break;
    }
    await saveDetector(interrupted, directory);
    const resumed = await loadDetector(directory);
    expect(resumed.updates).toBe(4);
    expect(await eventsOf(resumed, varied)).toEqual(whole.slice(2));
  });

  it('judges, inspects and saves the average of the weights, and goes on from the weights', async () => {
    const averaged = await create();
    const plain = await create();
    const [ofAverage, ofPlain] = [
      await eventsOf(averaged),
      await eventsOf(plain, { ...brief, averageDecay: 0 }),
    ];
    const losses = (events: DetectorEvent[]) => events.filter(({ type }) => type === 'update');
    expect(losses(ofAverage)).toEqual(losses(ofPlain));
    const averageOf = (detector: Detector) => detector.network.tensors().tensors['average.parameters']?.data;
    expect(distance(averageOf(averaged), averaged.network.state.parameters.read())).toBe(0);
    // The weights of now, as the checkpoint has them, are those of a training that keeps no average, which computes
    // the average as a + (w - a): w up to rounding.
    const trained = averaged.network.tensors().tensors;
    const distanceFromTrained = ({ network: { model, state } }: Detector) => {
      const predicting = Object.entries(modelTensors(model, state).tensors);
      return Math.max(...predicting.map(([name, { data }]) => distance(trained[name]?.data, data)));
    };
    expect(distanceFromTrained(plain)).toBeLessThan(1e-6);
    expect(distanceFromTrained(averaged)).toBeGreaterThan(1e-3);
  });

  it('needs the classes it was made for', async () => {
    const detector = await createDetector({ classes: ['0', '1'], preset: 'digits' });
    expect(() => detector.train({ dataset: digits })).toThrow(
      'digits: the detector does not know the class "2", "3", "4", "5", "6", "7", "8", "9"; it knows 0, 1',
    );
  });
});

it.each([
  [{ epochs: 0 }, 'train: epochs must be an integer from 1 up, got 0'],
  [{ batchSize: 1.5 }, 'train: batchSize must be an integer from 1 up, got 1.5'],
  [{ learningRate: Number.NaN }, 'train: learningRate must be a positive finite number, got NaN'],
  [{ averageDecay: 1 }, 'train: averageDecay must be from 0 up and below 1, got 1'],
  [{ weightDecay: -1 }, 'train: weightDecay must be a finite number from 0 up, got -1'],
  [{ scale: 1 }, 'train: scale must be from 0 up and below 1, got 1'],
  [{ hue: 0.6 }, 'train: hue must be a number from 0 to 0.5, got 0.6'],
  [{ mosaic: 1.5 }, 'train: mosaic must be a number from 0 to 1, got 1.5'],
])('refuses the settings %o', async (settings, message) => {
  const detector = await create();
  expect(() => detector.train({ dataset: digits, ...settings })).toThrow(message);
});

describe('files', () => {
  it('a loaded detector detects what the saved one did', async () => {
    const detector = await create({ activation: 'prelu', seed: 5 });
    await eventsOf(detector, { ...brief, epochs: 1 });
    await saveDetector(detector, directory);
    const loaded = await loadDetector(directory);
    expect(loaded.description).toEqual(detector.description);
    const { image } = await (await digits.split('val')).example(0);
    const thresholds = { scoreThreshold: 0 };
    expect(await loaded.detect(image, thresholds)).toEqual(await detector.detect(image, thresholds));
    const [ofLoaded, ofSaved] = [loaded, detector].map(({ network }) => network.state.parameters.read());
    expect(distance(ofLoaded, ofSaved)).toBe(0);
  });

  it('weights belong to their activation, unless asked for', async () => {
    await saveDetector(await create({ activation: 'relu' }), directory);
    await expect(loadDetector(directory, { activation: 'leaky_relu:0.1' })).rejects.toThrow(CheckpointError);
    const moved = await loadDetector(directory, { activation: 'leaky_relu:0.1', allowOtherActivation: true });
    expect(moved.description.activation).toBe('leaky_relu:0.1');
  });

  it('training begins anew where weights were put under another activation', async () => {
    const detector = await create({ activation: 'relu' });
    const settings = { dataset: digits, epochs: 1, reportEvery: 1 };
    await detector.train(settings).next();
    await saveDetector(detector, directory);
    const moved = await loadDetector(directory, { activation: 'leaky_relu:0.1', allowOtherActivation: true });
    expect(moved.updates).toBe(0);
    expect((await moved.train(settings).next()).value).toMatchObject({ type: 'update', step: 1 });
  });

  it('a folder without a detector is named', async () => {
    const empty = await mkdtemp(join(directory, 'empty-'));
    await expect(loadDetector(empty)).rejects.toThrow(
      /checkpoint\.json" describes no saved detector: ENOENT/,
    );
    await writeFile(join(empty, 'checkpoint.json'), '{"kind":"dqn"}');
    await expect(loadDetector(empty)).rejects.toThrow('its kind is "dqn", not "detector"');
    const old = { kind: 'detector', classes: ['a'], preset: 'digits', architecture: {} };
    await writeFile(join(empty, 'checkpoint.json'), JSON.stringify(old));
    await expect(loadDetector(empty)).rejects.toThrow('another version saved it, without "inputSize"');
  });
});

describe('views', () => {
  const create = (views?: ViewCount) =>
    createDetector({ classes: digits.classes, preset: 'digits', seed: 6, ...(views && { views }) });
  const boxesOf = async (detector: Detector, views?: ViewCount) => {
    const { image } = await (await digits.split('val')).example(0);
    return (await detector.detect(image, { scoreThreshold: 0, ...(views && { views }) })).boxes;
  };

  it("are the preset's: two of a photograph, one of digits, which a mirror makes others", async () => {
    expect((await createDetector({ classes: ['a'] })).description.views).toBe(2);
    expect((await create()).description.views).toBe(1);
    await expect(create(3 as 2)).rejects.toThrow('detector: views must be one of 1, 2, 4, got 3');
  });

  it("are the detector's own in detection and evaluation, unless others are asked for", async () => {
    const detector = await create(2);
    expect(await boxesOf(detector)).toEqual(await boxesOf(detector, 2));
    expect(await boxesOf(detector, 1)).not.toEqual(await boxesOf(detector));
    expect(await boxesOf(detector, 1)).toEqual(await boxesOf(await create()));
    const judged = { dataset: digits, images: 4 };
    expect(await detector.evaluate(judged)).toMatchObject({ views: 2 });
    expect((await analyseDetector(detector, { ...judged, views: 4 })).evaluation).toMatchObject({ views: 4 });
  });

  it('make the score of a training that of the detector as it is then used', async () => {
    const detector = await create(2);
    const events = await eventsOf(detector, { ...brief, batchSize: 8, learningRate: 1e-3 }, 8 * 40);
    const [evaluation, finished] = events.slice(-2);
    const judged = { dataset: digits, images: 16 };
    const own = await detector.evaluate(judged);
    expect(own.mAP50).toBeGreaterThan(0);
    expect(finished).toMatchObject({ type: 'finished', evaluation: own });
    expect(evaluation).toMatchObject({ type: 'evaluation', mAP50: own.mAP50, mAP: own.mAP });
    expect((await detector.evaluate({ ...judged, views: 1 })).mAP50).not.toBe(own.mAP50);
  });

  it('are saved; a detector that was saved before there were any looks once', async () => {
    const detector = await create(2);
    await saveDetector(detector, directory);
    expect(await boxesOf(await loadDetector(directory))).toEqual(await boxesOf(detector));
    const file = join(directory, 'checkpoint.json');
    const { views, ...before } = JSON.parse(await readFile(file, 'utf8'));
    expect(views).toBe(2);
    await writeFile(file, JSON.stringify(before));
    const old = await loadDetector(directory);
    expect(old.description.views).toBe(1);
    expect(await boxesOf(old)).toEqual(await boxesOf(detector, 1));
    await writeFile(file, JSON.stringify({ ...before, views: 3 }));
    await expect(loadDetector(directory)).rejects.toThrow('views must be one of 1, 2, 4, got 3');
  });
});

describe('sizes', () => {
  const parametersOf = async (architecture: ArchitectureOptions) =>
    (await createDetector({ classes: ['a'], preset: 'digits', architecture })).parameterCount;

  it('small has more channels and one block more than nano', async () => {
    const small = await createDetector({ classes: ['a'], architecture: { size: 'small', headBlocks: 2 } });
    const nano = DETECTOR_PRESETS.photographs.architecture;
    expect(small.description.architecture).toEqual({
      ...nano,
      stageChannels: nano.stageChannels.map((channels) => 1.5 * channels),
      deepBlocks: nano.deepBlocks + 1,
      headBlocks: 2,
    });
    expect(await parametersOf({ size: 'small' })).toBeGreaterThan(await parametersOf({}));
  });

  it('two scales train, are saved and detect with the cells of both', async () => {
    const architecture = { scales: 2, stageChannels: [8, 8, 8] };
    const detector = await createDetector({ classes: digits.classes, preset: 'digits', architecture });
    expect(detector.network.model.outputShape).toEqual([15, 12 * 12 + 6 * 6]);
    await eventsOf(detector, { ...brief, epochs: 1, focalFocus: 2 });
    await saveDetector(detector, directory);
    const loaded = await loadDetector(directory);
    const { image } = await (await digits.split('val')).example(0);
    const thresholds = { scoreThreshold: 0 };
    expect(await loaded.detect(image, thresholds)).toEqual(await detector.detect(image, thresholds));
  });

  it.each<[ArchitectureOptions, string]>([
    [{ size: 'large' as 'small' }, 'detector: size must be nano or small, got "large"'],
    [{ stageChannels: [8, 8] }, 'detector: stageChannels must be three or four integers from 1 up, got 8,8'],
    [{ deepBlocks: -1 }, 'detector: deepBlocks must be an integer from 0 up, got -1'],
    [{ headBlocks: 0.5 }, 'detector: headBlocks must be an integer from 0 up, got 0.5'],
    [{ scales: 3 }, 'detector: scales must be 1 or 2, got 3'],
    [{ centreRadius: 0.5 }, 'detector: centreRadius must be a finite number from 1 up, got 0.5'],
    [{ priorBoxPixels: 0 }, 'detector: priorBoxPixels must be a positive finite number, got 0'],
  ])('refuses %o', async (architecture, message) => {
    await expect(createDetector({ classes: ['a'], architecture })).rejects.toThrow(message);
  });
});

it('refuses sides that no stage can halve', async () => {
  await expect(createDetector({ classes: ['a'], inputSize: { width: 100, height: 96 } })).rejects.toThrow(
    'detector: the sides of inputSize must be multiples of 16 pixels, got 100x96',
  );
  await expect(createDetector({ classes: [] })).rejects.toThrow(
    'classes must name at least one class, got none',
  );
  await expect(createDetector({ classes: ['a'], activation: 'leakyrelu' })).rejects.toThrow('leaky_relu');
});
