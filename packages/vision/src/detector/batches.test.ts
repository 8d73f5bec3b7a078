import { randomStream } from '@rectify/nn/random';
import { describe, expect, it } from 'vitest';
import { NO_AUGMENTATION } from '../augmentation/augmentationSettings.js';
import type { DatasetSplit } from '../datasets/dataset.js';
import { prepareSplit } from '../datasets/preparedSplit.js';
import { solidImage } from '../images/image.js';
import { createBatches } from './batches.js';
import { predictionLayout } from './predictionLayout.js';
import { DETECTOR_PRESETS } from './presets.js';

const frame = { width: 16, height: 16 };
const layout = predictionLayout({ ...DETECTOR_PRESETS.digits.architecture, inputSize: frame });

/** Example i is a picture of colour i. */
function countingSplit(length: number, isEndless = false): DatasetSplit {
  return {
    name: 'counting',
    length,
    isEndless,
    warnings: [],
    example: async (index) => ({ id: String(index), image: solidImage(frame, [index, 0, 0]), objects: [] }),
  };
}

function batchesOf(split: DatasetSplit, seed = 0) {
  return createBatches({
    split: prepareSplit(split, frame),
    layout,
    batchSize: 4,
    augmentation: NO_AUGMENTATION,
    epochs: 10,
    stream: randomStream(seed),
  });
}

async function membersOf(batches: ReturnType<typeof batchesOf>, epoch: number): Promise<number[]> {
  const members: number[] = [];
  for (let step = 0; step < batches.stepsPerEpoch; step++) {
    const { images } = await batches.load(epoch, step);
    for (let picture = 0; picture < 4; picture++) members.push(images[picture * 16 * 16 * 3] as number);
  }
  return members;
}

describe('batches', () => {
  it('an epoch takes each example at most once and all that fill a batch, in an order of its own', async () => {
    const batches = batchesOf(countingSplit(11));
    const [first, second] = [await membersOf(batches, 0), await membersOf(batches, 1)];
    expect(new Set(first).size).toBe(8);
    expect(second).not.toEqual(first);
    expect(Math.max(...first, ...second)).toBeLessThan(11);
  });

  it('the seed decides, and any epoch can be loaded at any time', async () => {
    const later = await membersOf(batchesOf(countingSplit(32)), 5);
    const batches = batchesOf(countingSplit(32));
    await membersOf(batches, 0);
    expect(await membersOf(batches, 5)).toEqual(later);
    expect(await membersOf(batchesOf(countingSplit(32), 1), 5)).not.toEqual(later);
  });

  it('an endless split gives each epoch new examples', async () => {
    const batches = batchesOf(countingSplit(8, true));
    expect((await membersOf(batches, 0)).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect((await membersOf(batches, 2)).sort((a, b) => a - b)).toEqual([16, 17, 18, 19, 20, 21, 22, 23]);
  });

  it('a split smaller than a batch repeats itself', async () => {
    const batches = batchesOf(countingSplit(3));
    expect(batches.stepsPerEpoch).toBe(1);
    expect(new Set(await membersOf(batches, 0)).size).toBe(3);
  });

  it('the same place of the same epoch is varied the same way', async () => {
    const make = () =>
      createBatches({
        layout,
        split: prepareSplit(countingSplit(8), frame),
        batchSize: 4,
        augmentation: {
          horizontalFlip: true,
          verticalFlip: true,
          scale: 0.2,
          translate: 0.2,
          minimumVisibility: 0.25,
          brightness: 0.3,
          contrast: 0.3,
          hue: 0.1,
          saturation: 0.5,
          value: 0.4,
          mosaic: 0.5,
          mixup: 0.5,
          closeMosaic: 2,
        },
        epochs: 10,
        stream: randomStream(2),
      });
    const first = (await make().load(3, 1)).images.slice();
    const batches = make();
    await batches.load(0, 0);
    expect((await batches.load(3, 1)).images).toEqual(first);
    expect((await batches.load(4, 1)).images).not.toEqual(first);
  });

  it('are the same however long the reading of each picture takes, and however much is kept', async () => {
    const augmentation = { ...NO_AUGMENTATION, mosaic: 0.5, mixup: 0.5, translate: 0.2, closeMosaic: 0 };
    const load = async (delays: boolean, cacheBytes: number) => {
      const split = countingSplit(12);
      const turns = (index: number) => (delays ? (index * 7) % 11 : 0);
      const slow: DatasetSplit = {
        ...split,
        example: async (index) => {
          for (let turn = 0; turn < turns(index); turn++) await new Promise((next) => setImmediate(next));
          return split.example(index);
        },
      };
      const prepared = prepareSplit(slow, frame, { cacheBytes });
      const batches = createBatches({
        split: prepared,
        layout,
        batchSize: 4,
        augmentation,
        epochs: 2,
        stream: randomStream(1),
      });
      const seen = [];
      for (let step = 0; step < 6; step++) {
        const { images } = await batches.load(Math.floor(step / 3), step % 3);
        seen.push(images.slice());
      }
      await batches.close();
      return seen;
    };
    const quick = await load(false, 0);
    expect(await load(true, 0)).toEqual(quick);
    expect(await load(true, 1e9)).toEqual(quick);
  });

  it('read ahead, throw the error of a picture with the batch that it is in, and leave nothing running', async () => {
    const split = countingSplit(40);
    let running = 0;
    const order: number[] = [];
    const failing: DatasetSplit = {
      ...split,
      example: async (index) => {
        running++;
        order.push(index);
        await new Promise((next) => setTimeout(next, 1));
        running--;
        if (order.indexOf(index) === 13) throw new Error(`picture ${index} is broken`);
        return split.example(index);
      },
    };
    const batches = batchesOf(failing);
    for (let step = 0; step < 3; step++) await batches.load(0, step);
    expect(order.length).toBeGreaterThan(12);
    await expect(batches.load(0, 3)).rejects.toThrow(`picture ${order[13]} is broken`);
    const closing = batches.close();
    expect(running).toBeGreaterThan(0);
    await closing;
    const begun = order.length;
    await new Promise((next) => setTimeout(next, 20));
    expect({ running, begun: order.length }).toEqual({ running: 0, begun });
  });
});
