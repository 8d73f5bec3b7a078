import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from './cliProcess.js';
import { LAYOUTS, writeLabelledFolder } from './labelledFolders.js';

const QUICK = '--epochs 1 --set batchSize=4 --set reportEvery=1 --out run';
const layouts = Object.keys(LAYOUTS) as (keyof typeof LAYOUTS)[];

function metricsIn(folder: string): string {
  return readFileSync(join(folder, 'run', 'metrics.jsonl'), 'utf8').replaceAll(
    /,"wallSeconds":[\d.e-]+/g,
    '',
  );
}

describe('a detector', () => {
  const metrics = new Map<string, string>();
  it.each(layouts)('trains on a %s folder', { timeout: 120_000 }, async (layout) => {
    const folder = temporaryFolder();
    const spec = await writeLabelledFolder(folder, layout, { sizes: [8, 4] });
    const words = ['train', 'detector', '--data', spec, ...QUICK.split(' ')];
    const { exitCode, stderr } = await runCli(words, folder);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    metrics.set(layout, metricsIn(folder));
  });

  it('learns the same from the same pictures in every layout, bit by bit', () => {
    expect(metrics.get('voc')).toMatch(/"type":"evaluation"/);
    for (const layout of layouts) expect(metrics.get(layout)).toBe(metrics.get('voc'));
  });

  it('trains to the end where 5 % of the pictures are cut off, says which, and is judged by the others', async () => {
    const folder = temporaryFolder();
    const spec = await writeLabelledFolder(folder, 'yolo', { sizes: [20, 20], cutOff: [3, 25] });
    const words = ['train', 'detector', '--data', spec, ...QUICK.split(' ')];
    const { exitCode, stderr } = await runCli(words, folder);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stderr).toMatch(/split train: pictures that cannot be read, left out: 1 \(.*p003\.jpg\)\n/);
    expect(stderr).toMatch(/split val: pictures that cannot be read, left out: 1 \(.*p025\.jpg\)\n/);
    const evaluated = await runCli(['evaluate', 'run', '--json'], folder);
    expect(JSON.parse(evaluated.stdout)).toMatchObject({ images: 19, perClass: { red: { truths: 19 } } });
    expect(evaluated.stderr).toMatch(/split val: pictures that cannot be read, left out: 1/);
    // What was cut off decides nothing else: the run is that of a folder without these pictures.
    const before = metricsIn(folder);
    for (const name of ['train/p003', 'val/p025']) rmSync(join(folder, 'data/images', `${name}.jpg`));
    rmSync(join(folder, 'run'), { recursive: true });
    expect(await runCli(words, folder)).toMatchObject({ exitCode: 0 });
    expect(metricsIn(folder)).toBe(before);
  }, 240_000);

  it('is not trained where more than a fifth cannot be read', async () => {
    const folder = temporaryFolder();
    const spec = await writeLabelledFolder(folder, 'coco', { sizes: [8, 4], cutOff: [0, 5] });
    const { exitCode, stderr } = await runCli(['train', 'detector', '--data', spec, '--out', 'run'], folder);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^rectify: coco:data, split "train": 2 of 8 pictures cannot be read, and more than 20 % .*p000\.jpg": the file is damaged[^\n]*\n$/,
      ),
    });
    expect(existsSync(join(folder, 'run'))).toBe(false);
  });
});

describe('check-data', () => {
  it.each(layouts)(
    'of a sound %s folder prints a table, and leaves JSON and sheets',
    async (layout) => {
      const folder = temporaryFolder();
      const spec = await writeLabelledFolder(folder, layout, { sizes: [8, 4] });
      const { exitCode, stdout } = await runCli(['check-data', spec, '--out', 'checked'], folder);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/\nimages +8 +4\n/);
      expect(stdout).toMatch(/\n {2}red +8 +4\n/);
      expect(readdirSync(join(folder, 'checked')).sort()).toEqual(['check.json', 'train.webp', 'val.webp']);
      const printed = await runCli(['check-data', spec, '--json'], folder);
      expect(JSON.parse(printed.stdout)).toEqual(
        JSON.parse(readFileSync(join(folder, 'checked', 'check.json'), 'utf8')),
      );
      expect(JSON.parse(printed.stdout)).toMatchObject({ data: spec, classes: ['red'], problems: [] });
    },
    60_000,
  );

  it('names everything that is broken, in lines of their own, and exits with 1', async () => {
    const folder = temporaryFolder();
    const spec = await writeLabelledFolder(folder, 'yolo', { sizes: [8, 4], cutOff: [2] });
    writeFileSync(join(folder, 'data/labels/train/p001.txt'), '0 0.5 0.5 0.5 0.5\n7 0.5 0.5 0.5 0.5\n');
    writeFileSync(join(folder, 'data/labels/val/p009.txt'), '0 0.5 0.5 1.0 1.0\n0 0.9 0.5 0.5 0.5\n');
    const { exitCode, stdout, stderr } = await runCli(['check-data', spec], folder);
    expect(exitCode).toBe(1);
    expect(stderr).toBe('rectify: yolo:data is broken: 2 problems\n');
    expect(stdout).toMatch(/\nBroken:\n {2}broken label: .*p001\.txt, line 2: class must be .* got "7"\n/);
    expect(stdout).toMatch(/\n {2}unreadable image: cannot decode image ".*p002\.jpg": the file is damaged/);
    expect(stdout).toMatch(/\nWarnings:\n {2}val: boxes beyond the border, clipped: 1 \(.*p009\.txt\)/);
  });
});
