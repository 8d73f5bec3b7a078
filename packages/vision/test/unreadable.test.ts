import { describe, expect, it } from 'vitest';
import { openDataset } from '../src/datasets/openDataset.js';
import { dataFolder, GREY } from './dataFolder.js';

/** A YOLO folder of 20 pictures, the first so many of them cut off. */
async function openWithBroken(broken: number) {
  const names = Array.from({ length: 20 }, (_, index) => `p${String(index).padStart(2, '0')}`);
  const directory = await dataFolder({
    'data.yaml': 'train: images\nval: images\nnames: [cat]',
    ...Object.fromEntries(
      names.map((name, index) => [
        `images/${name}.jpg`,
        index < broken ? GREY.subarray(0, GREY.length / 2) : GREY,
      ]),
    ),
    ...Object.fromEntries(names.map((name) => [`labels/${name}.txt`, '0 0.5 0.5 0.25 0.5'])),
  });
  return openDataset(`yolo:${directory}`);
}

describe('pictures that cannot be read', () => {
  it('are left out and counted, once', async () => {
    const dataset = await openWithBroken(1);
    const split = await dataset.split('train');
    expect(split.length).toBe(19);
    expect(split.warnings).toEqual([
      {
        rule: 'pictures that cannot be read, left out',
        count: 1,
        files: [expect.stringMatching(/p00\.jpg$/)],
      },
    ]);
    expect((await split.example(0)).id).toBe('images/p01.jpg');
    expect(await dataset.split('train')).toBe(split);
  });

  it('may be a fifth, and no more', async () => {
    expect((await (await openWithBroken(4)).split('train')).length).toBe(16);
    await expect((await openWithBroken(5)).split('train')).rejects.toThrow(
      /split "train": 5 of 20 pictures cannot be read, and more than 20 % is too many; the first: cannot decode image ".*p00\.jpg": the file is damaged/,
    );
  });
});
