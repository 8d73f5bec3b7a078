import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { boxArea, clipBox } from '../boxes/box.js';
import { SCENE_SIDE_PIXELS } from './digitScene.js';
import { openDigits } from './digits.js';
import { readMnist } from './mnist.js';

describe('MNIST', () => {
  it('is the real thing: 60,000 and 10,000 digits with the known first labels', () => {
    const [train, test] = [readMnist('train'), readMnist('test')];
    expect([train.count, test.count]).toEqual([60_000, 10_000]);
    // The first labels as every MNIST loader prints them.
    expect([...train.labels.slice(0, 5)]).toEqual([5, 0, 4, 1, 9]);
    expect([...test.labels.slice(0, 5)]).toEqual([7, 2, 1, 0, 4]);
  });
  it('no digit of the training part is in the test part', () => {
    const keys = (part: 'train' | 'test') => {
      const { ink, count } = readMnist(part);
      return Array.from({ length: count }, (_, index) =>
        Buffer.from(ink.subarray(index * 784, (index + 1) * 784)).toString('latin1'),
      );
    };
    const trained = new Set(keys('train'));
    expect(keys('test').filter((key) => trained.has(key))).toEqual([]);
  });
});

describe('digits', () => {
  it('scene i is the same whenever, wherever and in whatever order it is drawn', async () => {
    const [first, second] = [openDigits(), openDigits()];
    const late = await (await first.split('train')).example(7);
    await (await second.split('val')).example(7);
    expect(await (await second.split('train')).example(7)).toEqual(late);
    expect(await (await openDigits({ seed: 1 }).split('train')).example(7)).not.toEqual(late);
    expect(await (await first.split('val')).example(7)).not.toEqual(late);
  });

  it('scenes are what they were when they were last changed, byte for byte: studies are judged by them', async () => {
    const split = await openDigits().split('val');
    const drawn = createHash('sha256');
    for (let index = 0; index < 50; index++) {
      const { image, objects } = await split.example(index);
      drawn.update(image.data).update(JSON.stringify(objects));
    }
    expect(drawn.digest('hex')).toBe('25ffa011dfad79e0341c6a333abbf55cda28baf37b90081f53d0e5a9fd84a882');
  });

  it('holds 1 to 6 digits inside the scene, 14 to 40 pixels long plus a rim, of all classes', async () => {
    const split = await openDigits().split('val');
    const scenes = await Promise.all(Array.from({ length: 200 }, (_, index) => split.example(index)));
    const counts = scenes.map(({ objects }) => objects.length);
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([1, 6]);
    const objects = scenes.flatMap((scene) => scene.objects);
    const frame = { width: SCENE_SIDE_PIXELS, height: SCENE_SIDE_PIXELS };
    for (const { box } of objects) {
      expect(clipBox(box, frame)).toEqual(box);
      expect(boxArea(box)).toBeGreaterThan(0);
    }
    const sides = objects.map(({ box }) => Math.max(box.x2 - box.x1, box.y2 - box.y1));
    expect(Math.min(...sides)).toBe(16);
    expect(Math.max(...sides)).toBe(42);
    expect(new Set(objects.map(({ classIndex }) => classIndex)).size).toBe(10);
  });

  it('a digit stands out from its ground: the box holds more contrast than the rim', async () => {
    const { image, objects } = await (await openDigits().split('val')).example(0);
    const spread = ({ x1, y1, x2, y2 }: { x1: number; y1: number; x2: number; y2: number }) => {
      const values: number[] = [];
      for (let y = y1; y < y2; y++) {
        for (let x = x1; x < x2; x++) values.push(image.data[(y * image.width + x) * 3 + 1] as number);
      }
      return Math.max(...values) - Math.min(...values);
    };
    for (const { box } of objects) expect(spread(box)).toBeGreaterThan(30);
  });

  it('refuses an unknown split and an index that is none', async () => {
    await expect(openDigits().split('test')).rejects.toThrow(
      'digits: unknown split "test"; known: train, val',
    );
    const split = await openDigits().split('val');
    await expect(split.example(-1)).rejects.toThrow(
      'split "val": index must be an integer from 0 up, got -1',
    );
  });
});
