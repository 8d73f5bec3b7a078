import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { ended, PROGRAM, runCli, startCli, temporaryFolder, until } from './cliProcess.js';
import { compareExports } from './compareExports.js';
import { writeVocFolder } from './vocFolder.js';

const folder = temporaryFolder();
const SMALL_AGENT =
  '--steps 1600 --set warmUpSteps=200 --set stepsPerEvaluation=400 --set evaluationEpisodes=2';
const SMALL_DETECTOR =
  '--data voc:voc --epochs 2 --set batchSize=4 --set evaluateEvery=1 --set reportEvery=1';
const RUN_FILES = [
  'checkpoint.json',
  'checkpoint.safetensors',
  'config.json',
  'metrics.jsonl',
  'model.onnx',
  'result.json',
];

const SMALL_WORDS = `train dqn --activation prelu --seed 1 ${SMALL_AGENT}`.split(' ');

interface Box {
  readonly score: number;
  readonly xyxy: readonly [number, number, number, number];
}

function train(words: string, out: string) {
  return runCli(['train', ...words.split(' '), '--out', out], folder);
}

beforeAll(async () => {
  await writeVocFolder(join(folder, 'voc'));
  const trained = [
    await train(`dqn --activation prelu --seed 1 ${SMALL_AGENT} --json`, 'agent'),
    await train(`detector ${SMALL_DETECTOR} --activation leaky_relu:0.1 --json`, 'detector'),
  ];
  for (const { exitCode, stderr } of trained) expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  writeFileSync(join(folder, 'agent.json'), trained[0]?.stdout ?? '');
  writeFileSync(join(folder, 'detector.json'), trained[1]?.stdout ?? '');
}, 120_000);

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, path), 'utf8'));
}

/** metrics.jsonl without the one field that may differ between runs of a seed. */
function metrics(run: string): string {
  return readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8').replaceAll(/,"wallSeconds":[\d.e-]+/g, '');
}

describe('a run', () => {
  it.each(['agent', 'detector'])('(%s) leaves its files, and nothing else', (run) => {
    expect(readdirSync(join(folder, run)).sort()).toEqual(RUN_FILES);
    expect(readJson(`${run}.json`)).toEqual(readJson(`${run}/result.json`));
  });

  it('of an agent has the keys of the contract', () => {
    const result = readJson('agent/result.json');
    expect(Object.keys(result).sort()).toEqual(
      `activation engine environment evaluation kind learnedSlopes parameters seed steps unitHealth updates versions
       wallSeconds`.split(/\s+/),
    );
    expect(result).toMatchObject({ kind: 'dqn', activation: 'prelu:0.25', seed: 1, steps: 1600 });
    expect(result.evaluation).toMatchObject({ episodes: 100 });
  });

  it('of a detector has the keys of the contract', () => {
    const result = readJson('detector/result.json');
    expect(Object.keys(result).sort()).toEqual(
      `activation data engine epochs evaluation kind learnedSlopes parameters seed steps unitHealth versions
       wallSeconds`.split(/\s+/),
    );
    expect(result).toMatchObject({ kind: 'detector', data: 'voc:voc', epochs: 2, steps: 2 });
    expect(result.evaluation).toMatchObject({ split: 'val', images: 4, perClass: { red: { truths: 4 } } });
  });

  it('says what is unusual about its slope', async () => {
    const { stderr } = await train(`dqn --activation leaky_relu:2 ${SMALL_AGENT}`, 'steep');
    expect(stderr).toContain('note: negativeSlope 2 is above 1');
  });

  it('takes its settings as options of their own, in any order', async () => {
    const words = SMALL_AGENT.replaceAll(/--set (\w+)=(\d+)/g, (_, name, value) => {
      return `--${name.replaceAll(/[A-Z]/g, (letter: string) => `-${letter.toLowerCase()}`)} ${value}`;
    });
    expect(words).toContain('--warm-up-steps 200');
    const again = words.split(' --').reverse().join(' --');
    const { exitCode, stderr } = await train(
      `dqn --activation prelu --seed 1 --${again.replaceAll('----', '--')} --resume`,
      'agent',
    );
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  });

  it('keeps what is needed to repeat it', () => {
    expect(readJson('agent/config.json')).toMatchObject({
      kind: 'dqn',
      options: { environment: 'CartPole-v1', activation: 'prelu:0.25', seed: 1, steps: 1600 },
      effectiveSettings: { stepsPerEvaluation: 400, discount: 0.99 },
      versions: { node: process.versions.node, 'onnxruntime-node': expect.stringMatching(/^\d/) },
    });
  });

  it('has the same metrics as another of its seed, byte for byte, and others than another seed', async () => {
    await train(`dqn --activation prelu --seed 1 ${SMALL_AGENT}`, 'twin');
    await train(`dqn --activation prelu --seed 2 ${SMALL_AGENT}`, 'stranger');
    await train(`detector ${SMALL_DETECTOR} --activation leaky_relu:0.1`, 'detector-twin');
    expect(metrics('twin')).toBe(metrics('agent'));
    expect(metrics('detector-twin')).toBe(metrics('detector'));
    expect(metrics('stranger')).not.toBe(metrics('agent'));
  });

  it.skipIf(process.platform === 'win32')('that is interrupted goes on as if it had not been', async () => {
    const words = `train dqn --activation prelu --seed 1 ${SMALL_AGENT} --out interrupted`.split(' ');
    const child = startCli(words, folder);
    const checkpoint = join(folder, 'interrupted', 'checkpoint.json');
    const result = ended(child);
    await until(() => existsSync(checkpoint));
    child.kill('SIGINT');
    const { exitCode, stderr } = await result;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(
      /^rectify: stopped after \d+ steps; this goes on from there: rectify train dqn .*--resume\n$/m,
    );
    expect(existsSync(join(folder, 'interrupted', 'result.json'))).toBe(false);

    const resumed = await runCli([...words, '--resume'], folder);
    expect(resumed.stderr).toMatch(/^interrupted: going on after \d+ steps\n/);
    expect(metrics('interrupted')).toBe(metrics('agent'));
    expect(readdirSync(join(folder, 'interrupted')).sort()).toEqual(RUN_FILES);
  });

  it('that is killed again and again ends with the same bits', async () => {
    const variant = `dqn --activation prelu --seed 1 ${SMALL_AGENT} --prioritized --double --dueling --noisy --n-step 3`;
    await train(`${variant} --tau 0.05 --target-update 2`, 'unbroken');
    const words = [
      'train',
      ...variant.split(' '),
      '--tau',
      '0.05',
      '--target-update',
      '2',
      '--out',
      'broken',
    ];
    for (const milliseconds of [250, 900, 700, 1100]) {
      const child = startCli([...words, '--resume'], folder);
      const result = ended(child);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      child.kill('SIGKILL');
      await result;
    }
    expect(await runCli([...words, '--resume'], folder)).toMatchObject({ exitCode: 0 });
    expect(metrics('broken')).toBe(metrics('unbroken'));
    expect(readFileSync(join(folder, 'broken', 'model.onnx'))).toEqual(
      readFileSync(join(folder, 'unbroken', 'model.onnx')),
    );
    expect(readdirSync(join(folder, 'broken')).sort()).toEqual(RUN_FILES);
  });

  it('that was stopped and then killed repeats no line', async () => {
    const child = startCli([...SMALL_WORDS, '--out', 'fresh'], folder);
    const result = ended(child);
    await until(() => existsSync(join(folder, 'fresh', 'checkpoint.json')));
    child.kill('SIGINT');
    await result;
    // As if it had gone on to the end and been killed before it could save.
    cpSync(join(folder, 'agent', 'metrics.jsonl'), join(folder, 'fresh', 'metrics.jsonl'));
    expect(await runCli([...SMALL_WORDS, '--out', 'fresh', '--resume'], folder)).toMatchObject({
      exitCode: 0,
    });
    expect(metrics('fresh')).toBe(metrics('agent'));
  });

  it('that diverges stops, says so, and leaves its state', async () => {
    const words = `dqn --seed 1 ${SMALL_AGENT} --learning-rate 1e30 --maximum-gradient-norm 1e30`;
    const { exitCode, stderr } = await train(words, 'diverged');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^rectify: update \d+: learning diverged, .*; its state is saved for inspection; the run in diverged is unfinished/m,
    );
    const { training } = readJson('diverged/checkpoint.json') as { training: { step: number } };
    expect(training.step).toBeGreaterThan(200);
    expect(await train(`${words} --resume`, 'diverged')).toMatchObject({ exitCode: 1 });
  });

  it('that was killed goes on from its last checkpoint', async () => {
    cpSync(join(folder, 'detector'), join(folder, 'killed'), { recursive: true });
    rmSync(join(folder, 'killed', 'result.json'));
    const beyond = '{"type":"update","step":3}\n{"type":"upda';
    writeFileSync(join(folder, 'killed', 'metrics.jsonl'), beyond, { flag: 'a' });
    const { exitCode } = await train(
      `detector ${SMALL_DETECTOR} --activation leaky_relu:0.1 --resume`,
      'killed',
    );
    expect(exitCode).toBe(0);
    expect(metrics('killed')).toBe(metrics('detector'));
  });

  it('that is finished is not repeated', async () => {
    const words = `dqn --activation prelu --seed 1 ${SMALL_AGENT}`;
    const before = readFileSync(join(folder, 'agent', 'result.json'), 'utf8');
    const { exitCode, stdout, stderr } = await train(`${words} --resume --json`, 'agent');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: 'agent holds this run, finished; its result is\n',
    });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(before));
    const other = await train(`dqn --activation relu --seed 1 ${SMALL_AGENT} --resume`, 'agent');
    expect(other).toMatchObject({ exitCode: 2 });
    expect(other.stderr).toContain('agent holds a run with activation "prelu:0.25", asked for is "relu"');
    const threaded = await train(`${words} --threads 2 --resume`, 'agent');
    expect(threaded).toMatchObject({ exitCode: 2 });
    expect(threaded.stderr).toContain('agent holds a run with threads none, asked for is 2');
  });

  it.skipIf(process.platform === 'win32')('that can not write stays whole and goes on later', async () => {
    const words = `train dqn --activation prelu --seed 1 ${SMALL_AGENT} --out cramped`;
    const limited = `ulimit -f 40 && exec "${process.execPath}" "${PROGRAM}" ${words}`;
    const failed = await runShell(limited);
    expect(failed).toMatchObject({ exitCode: 1 });
    expect(failed.stderr).toMatch(
      /^rectify: cannot write .*cramped.*; the run in cramped is unfinished; --resume .*\n$/m,
    );
    expect(readdirSync(join(folder, 'cramped')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await runCli([...words.split(' '), '--resume'], folder);
    expect(metrics('cramped')).toBe(metrics('agent'));
  });
});

async function runShell(command: string): Promise<{ exitCode: number; stderr: string }> {
  try {
    execFileSync('bash', ['-c', command], { cwd: folder, stdio: 'pipe' });
    return { exitCode: 0, stderr: '' };
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: Buffer };
    return { exitCode: status, stderr: String(stderr) };
  }
}

describe('what is done with a run', () => {
  it('evaluate: an agent', async () => {
    const { exitCode, stdout } = await runCli(['evaluate', 'agent', '--episodes', '3', '--json'], folder);
    expect(exitCode).toBe(0);
    const evaluation = JSON.parse(stdout);
    expect(Object.keys(evaluation)).toEqual(
      'kind environment activation seed episodes meanReturn returns'.split(' '),
    );
    expect(evaluation.returns).toHaveLength(3);
  });

  it('preview: pictures of what would be trained on, and no run', async () => {
    const words = ['train', 'detector', ...SMALL_DETECTOR.split(' '), '--mosaic', '1', '--out', 'unused'];
    const { exitCode, stdout } = await runCli([...words, '--preview', 'seen'], folder);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'seen/variations.webp\nseen/batch-1.webp\nseen/batch-2.webp\n',
    });
    const [all, batch] = await Promise.all(
      ['variations', 'batch-1'].map((name) => sharp(join(folder, 'seen', `${name}.webp`)).metadata()),
    );
    // Four panels in a row each; the batch of four is one row.
    expect(all?.width).toBe(batch?.width);
    expect(all?.height).toBeGreaterThan(8 * ((batch?.height ?? 0) - 20));
    expect(existsSync(join(folder, 'unused'))).toBe(false);
    const file = await runCli([...words, '--preview', 'seen/one.webp'], folder);
    expect(file.stdout).toBe('seen/one.webp\n');
    const refused = await runCli([...words, '--preview', 'one.png'], folder);
    expect({ ...refused, stdout: '' }).toMatchObject({
      exitCode: 2,
      stderr: 'rectify: --preview must name a folder, or a file that ends in .webp, got "one.png"\n',
    });
  });

  it('evaluate: a detector, and the same numbers as in its result', async () => {
    const { stdout } = await runCli(['evaluate', 'detector', '--json'], folder);
    const evaluation = JSON.parse(stdout);
    expect(Object.keys(evaluation)).toEqual(
      'kind data split activation seed views images mAP50 mAP perClass coco voc confusion calibration classes tuning mistakes'.split(
        ' ',
      ),
    );
    expect(evaluation).toMatchObject({ coco: { AP: evaluation.mAP, AP50: evaluation.mAP50 } });
    expect(evaluation.confusion.counts).toHaveLength(2);
    expect(evaluation.tuning).toEqual({ data: 'voc:voc', split: 'train', images: 4 });
    expect(evaluation.classes[0]).toMatchObject({ name: 'red', counting: { truths: 4 } });
    const { mAP50, mAP } = readJson('detector/result.json').evaluation as Record<string, number>;
    expect(evaluation).toMatchObject({ mAP50, mAP, split: 'val', images: 4 });
    const refused = await runCli(['evaluate', 'detector', '--episodes', '3'], folder);
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toBe('rectify: --episodes means nothing to detector, a run of a detector\n');
  });

  describe('the mean over mirrored views', () => {
    const judge = async (...words: string[]) => (await runCli(['evaluate', ...words], folder)).stdout;
    const find = async (...words: string[]) => {
      const picture = join('voc', 'JPEGImages', 'one.jpg');
      const { stdout } = await runCli(
        ['detect', ...words, '--threshold', '0', '--json', '--', picture],
        folder,
      );
      return JSON.parse(stdout)[0].boxes;
    };

    it('evaluate, detect: over those of the run, unless others are asked for', async () => {
      expect(readJson('detector/config.json').effectiveSettings).toMatchObject({ views: 2 });
      expect(readJson('detector/result.json').evaluation).toMatchObject({ views: 2 });
      expect(await judge('detector')).toContain('split val, 4 pictures in 2 views each');
      expect(await judge('detector', '--views', '4')).toContain('split val, 4 pictures in 4 views each');
      const own = await find('detector');
      expect(await find('detector', '--views', '2')).toEqual(own);
      expect(await find('detector', '--views', '1')).not.toEqual(own);
    });

    it('evaluate, detect: of a run from before there were any, one', async () => {
      cpSync(join(folder, 'detector'), join(folder, 'before-views'), { recursive: true });
      const { views: _, ...description } = readJson('before-views/checkpoint.json');
      writeFileSync(join(folder, 'before-views', 'checkpoint.json'), JSON.stringify(description));
      expect(await judge('before-views')).toMatch(/split val, 4 pictures$/m);
      expect(await find('before-views')).toEqual(await find('detector', '--views', '1'));
    });
  });

  it('evaluate: a detector in tables of 100 columns, plots, and its worst mistakes', async () => {
    const { exitCode, stdout } = await runCli(['evaluate', 'detector', '--out', 'judged'], folder);
    expect(exitCode).toBe(0);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/^COCO +all +small +medium +large$/m);
    expect(stdout).toMatch(/^red +4( +[\d.]+){6}$/m);
    expect(stdout).toMatch(/^is \\ detected as +red +background$/m);
    const plots = ['confusion', 'counting', 'precision-recall', 'reliability'].flatMap((name) => [
      `${name}.png`,
      `${name}.svg`,
    ]);
    const files = readdirSync(join(folder, 'judged')).sort();
    expect(files).toEqual([...plots, 'counts.csv', 'evaluation.json', 'mistakes.webp'].sort());
    const [heading, ...counts] = readFileSync(join(folder, 'judged', 'counts.csv'), 'utf8').split('\n');
    expect(heading).toBe('image,red,red counted');
    expect(counts).toHaveLength(4 + 1);
    expect(counts[0]).toMatch(/\.jpg,1,0$/);
    const { mistakes } = readJson('judged/evaluation.json') as {
      mistakes: { counts: { missed: number }; worst: { kind: string; image: string }[] };
    };
    // Two updates teach nothing: all four objects are missed.
    expect(mistakes.counts.missed).toBe(4);
    expect(mistakes.worst[0]).toMatchObject({ kind: 'missed', image: expect.stringMatching(/\.jpg$/) });
    const { format } = await sharp(join(folder, 'judged', 'mistakes.webp')).metadata();
    expect(format).toBe('webp');
  });

  it('evaluate: counts are never judged on the pictures that chose their thresholds', async () => {
    // Into the folder of the test above: its counts must not stay beside these numbers.
    const uncounted = ['evaluate', 'detector', '--split', 'train', '--out', 'judged'];
    const { exitCode, stdout, stderr } = await runCli(uncounted, folder);
    expect(readdirSync(join(folder, 'judged')).filter((name) => name.startsWith('count'))).toEqual([]);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('nothing is counted: split "train" of voc:voc is judged');
    expect(stdout).not.toContain('median error');
    const words = ['evaluate', 'detector', '--tuning-split'];
    expect(await runCli([...words, 'val'], folder)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--tuning-split: split "val" of voc:voc is judged'),
    });
    expect(await runCli([...words, 'test'], folder)).toMatchObject({
      exitCode: 2,
      stderr: 'rectify: --tuning-split: voc:voc has no split "test"; known: train, val\n',
    });
    const agent = await runCli(['evaluate', 'agent', '--tuning-split', 'val'], folder);
    expect(agent.stderr).toBe('rectify: --tuning-split means nothing to agent, a run of an agent\n');
  });

  it.each([
    ['agent', ['2.prelu', '4.prelu']],
    ['detector', ['3.leaky_relu', '6.leaky_relu']],
  ])('inspect: the layers of the %s, as the last evaluation saw them', async (run, first) => {
    const { exitCode, stdout } = await runCli(['inspect', run, '--json'], folder);
    expect(exitCode).toBe(0);
    const { layers, ...rest } = JSON.parse(stdout);
    expect(rest).toMatchObject({ kind: run === 'agent' ? 'dqn' : 'detector' });
    const health = layers.map((layer: { health: unknown }) => layer.health);
    expect(health).toEqual(readJson(`${run}/result.json`).unitHealth);
    expect(health.map(({ layer }: { layer: string }) => layer).slice(0, first.length)).toEqual(first);
    const [{ perUnit, health: one }] = layers;
    expect(perUnit.positiveShare).toHaveLength(one.units);
    expect(one.gradientNorm).toBeGreaterThan(0);
    const table = (await runCli(['inspect', run], folder)).stdout;
    expect(table).toMatch(/^layer +activation +units .*\n.*(prelu:0\.25|leaky_relu:0\.1) +\d+ /);
    expect(table.trimEnd().split('\n')).toHaveLength(layers.length + 1);
  });

  it('play: an animation', async () => {
    const { exitCode, stdout } = await runCli(['play', 'agent', '--out', 'replay.webp'], folder);
    expect(exitCode).toBe(0);
    const [, steps] = /^(\d+) steps, return \d+: replay\.webp\n$/.exec(stdout) ?? [];
    const { format, pages } = await sharp(join(folder, 'replay.webp')).metadata();
    expect({ format, isAnimated: (pages ?? 0) > 1 }).toEqual({
      format: 'webp',
      isAnimated: Number(steps) > 2,
    });
  });

  it('detect: boxes in pixels of the picture, and pictures with them', async () => {
    const picture = join('voc', 'JPEGImages', 'one.jpg');
    const words = ['detect', 'detector', picture, picture, '--threshold', '0', '--out', 'found', '--json'];
    const { exitCode, stdout } = await runCli(words, folder);
    expect(exitCode).toBe(0);
    const [first] = JSON.parse(stdout);
    expect(Object.keys(first)).toEqual(['image', 'width', 'height', 'boxes']);
    expect(first).toMatchObject({ image: picture, width: 64, height: 48 });
    expect(Object.keys(first.boxes[0])).toEqual(['class', 'score', 'xyxy']);
    for (const [x1, y1, x2, y2] of first.boxes.map(({ xyxy }: { xyxy: number[] }) => xyxy)) {
      expect(x1 >= 0 && y1 >= 0 && x1 < x2 && y1 < y2 && x2 <= 64 && y2 <= 48).toBe(true);
    }
    expect(readdirSync(join(folder, 'found')).sort()).toEqual(['boxes.json', 'one-2.webp', 'one.webp']);
  });

  it('detect: each picture that is missing or damaged is one line, and the others go on', async () => {
    writeFileSync(join(folder, 'damaged.jpg'), 'no picture');
    const good = join('voc', 'JPEGImages', 'one.jpg');
    const words = ['detect', 'detector', 'damaged.jpg', good, 'missing.jpg', 'voc', 'no*.png', '--json'];
    const { exitCode, stdout, stderr } = await runCli(words, folder);
    expect(exitCode).toBe(1);
    // On a busy machine there is time for a line of progress.
    const lines = stderr.split('\n').filter((line) => line.startsWith('rectify: '));
    expect(lines).toEqual([
      'rectify: cannot read image "voc": it is a folder without pictures; --recursive looks into the folders inside it',
      'rectify: cannot read image "no*.png": no picture matches',
      expect.stringMatching(
        /^rectify: cannot decode image "damaged\.jpg": the file is empty or in no known format/,
      ),
      'rectify: cannot read image "missing.jpg": there is no such file',
      'rectify: 4 of 5 inputs could not be read',
    ]);
    expect(JSON.parse(stdout).map(({ image }: { image: string }) => image)).toEqual([good]);
    const nothing = await runCli(['detect', 'detector', 'damaged.jpg', '--out', 'nothing'], folder);
    expect(nothing).toMatchObject({ exitCode: 1, stdout: '0 objects on 0 pictures\n' });
    expect(existsSync(join(folder, 'nothing'))).toBe(false);
  });

  it('detect: folders and globs, in the formats that others read', async () => {
    cpSync(join(folder, 'voc', 'JPEGImages', 'one.jpg'), join(folder, 'photos', 'one.jpg'));
    cpSync(join(folder, 'voc', 'JPEGImages', 'one.jpg'), join(folder, 'photos', 'inner', 'ONE.JPG'));
    writeFileSync(join(folder, 'photos', 'notes.txt'), 'text');
    const words =
      'detect detector photos voc/JPEG*/t*.jpg photos/o*.jpg --recursive --threshold 0.001 --out formats --json';
    const formats = 'pictures,json,coco,yolo,counts';
    const { exitCode, stdout } = await runCli([...words.split(' '), '--format', formats], folder);
    expect(exitCode).toBe(0);
    const found = JSON.parse(stdout) as { image: string; width: number; height: number; boxes: Box[] }[];
    expect(found.map(({ image }) => image.replaceAll('\\', '/'))).toEqual([
      'photos/inner/ONE.JPG',
      'photos/one.jpg',
      'voc/JPEGImages/three.jpg',
      'voc/JPEGImages/two.jpg',
    ]);
    const stems = ['ONE', 'one-2', 'three', 'two'];
    expect(readdirSync(join(folder, 'formats')).sort()).toEqual(
      [
        ...stems.map((stem) => `${stem}.webp`),
        ...['boxes.json', 'classes.txt', 'coco-images.json', 'coco-results.json', 'counts.csv', 'labels'],
      ].sort(),
    );
    const [first] = found;
    const [box] = first?.boxes ?? [];
    if (first === undefined || box === undefined) throw new Error('nothing was found');
    const [x1, y1, x2, y2] = box.xyxy;
    const results = JSON.parse(readFileSync(join(folder, 'formats', 'coco-results.json'), 'utf8'));
    expect(results).toHaveLength(found.reduce((sum, { boxes }) => sum + boxes.length, 0));
    expect(results[0]).toEqual({
      image_id: 1,
      category_id: 1,
      bbox: [x1, y1, x2 - x1, y2 - y1],
      score: box.score,
    });
    const [label = ''] = readFileSync(join(folder, 'formats', 'labels', 'ONE.txt'), 'utf8').split('\n');
    const [name, cx = 0, cy = 0, width = 0, height = 0, ...rest] = label.split(' ').map(Number);
    expect([name, rest]).toEqual([0, []]);
    expect((cx - width / 2) * first.width).toBeCloseTo(x1, 3);
    expect((cy + height / 2) * first.height).toBeCloseTo(y2, 3);
    expect(readFileSync(join(folder, 'formats', 'counts.csv'), 'utf8')).toBe(
      [
        'image,red',
        ...found.map(({ image, boxes }) => `${image},${boxes.length}`),
        `total,${results.length}\n`,
      ].join('\n'),
    );
  });

  it('detect: boxes refer to the upright picture', async () => {
    const picture = sharp(join(folder, 'voc', 'JPEGImages', 'one.jpg'));
    await picture.rotate(270).withMetadata({ orientation: 6 }).png().toFile(join(folder, 'turned.png'));
    await sharp(join(folder, 'voc', 'JPEGImages', 'one.jpg'))
      .png()
      .toFile(join(folder, 'upright.png'));
    const words = ['detect', 'detector', 'turned.png', 'upright.png', '--threshold', '0', '--json'];
    const [turned, upright] = JSON.parse((await runCli(words, folder)).stdout);
    expect(turned).toEqual({ ...upright, image: 'turned.png' });
    expect(turned).toMatchObject({ width: 64, height: 48 });
  });

  it('export: the network, and never over another', async () => {
    const words = ['export', 'agent', '--format', 'onnx', '--out', 'exported'];
    expect(await runCli(words, folder)).toMatchObject({ exitCode: 0, stdout: 'exported/model.onnx\n' });
    expect(readFileSync(join(folder, 'exported', 'model.onnx'))).toEqual(
      readFileSync(join(folder, 'agent', 'model.onnx')),
    );
    const { exitCode, stderr } = await runCli(words, folder);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'rectify: exported is not empty; choose another --out\n',
    });
  });

  it.each(['agent', 'detector'])('export: (%s) the same network for TensorFlow.js', async (run) => {
    const out = join('exported-tfjs', run);
    const words = ['export', run, '--format', 'tfjs', '--out', out];
    expect(await runCli(words, folder)).toMatchObject({
      exitCode: 0,
      stdout: `${join(out, 'group1-shard1of1.bin')}\n${join(out, 'model.json')}\n`,
    });
    expect(readdirSync(join(folder, out)).sort()).toEqual(['group1-shard1of1.bin', 'model.json']);
    for (const backend of ['cpu', 'wasm'] as const) {
      const differences = await compareExports(
        { onnx: join(folder, run, 'model.onnx'), layersModel: join(folder, out), backend },
        [1, 3],
      );
      expect(Math.max(...differences)).toBeLessThan(1e-5);
    }
    expect(await runCli(words, folder)).toMatchObject({ exitCode: 2 });
  });

  it('inspect: a network from elsewhere, and what is wrong with one', async () => {
    const { exitCode, stdout } = await runCli(['inspect', join('agent', 'model.onnx')], folder);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringMatching(/^input \[4\], output \[2\], activations: prelu:0\.25\n/),
    });
    const { stdout: text } = await runCli(['inspect', join('agent', 'model.onnx'), '--json'], folder);
    expect(JSON.parse(text)).toMatchObject({ inputShape: [4], outputShape: [2], inputType: 'float32' });
    writeFileSync(
      join(folder, 'cut.onnx'),
      readFileSync(join(folder, 'agent', 'model.onnx')).subarray(0, 999),
    );
    expect(await runCli(['inspect', 'cut.onnx'], folder)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^rectify: cannot load "cut\.onnx": it is no ONNX file, or it is cut off[^\n]+\n$/,
      ),
    });
  });

  it('anything: a damaged checkpoint is one line', async () => {
    cpSync(join(folder, 'agent'), join(folder, 'damaged'), { recursive: true });
    writeFileSync(join(folder, 'damaged', 'checkpoint.safetensors'), 'no tensors');
    for (const words of [
      ['evaluate', 'damaged'],
      ['play', 'damaged', '--out', 'damaged.webp'],
    ]) {
      const { exitCode, stderr } = await runCli(words, folder);
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^rectify: cannot read "[^"]*checkpoint\.safetensors": [^\n]+\n$/);
    }
    expect(existsSync(join(folder, 'damaged.webp'))).toBe(false);
  });

  it('report: three files about the runs below a folder', async () => {
    cpSync(join(folder, 'agent'), join(folder, 'study', 'agent'), { recursive: true });
    cpSync(join(folder, 'detector'), join(folder, 'study', 'detector'), { recursive: true });
    const { exitCode, stdout } = await runCli(['report', 'study'], folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('prelu:0.25');
    for (const name of ['report.html', 'results.csv', 'results.json']) {
      expect(existsSync(join(folder, 'study', name))).toBe(true);
    }
  });
});

describe('a dataset that breaks a rule', () => {
  it.each([
    ['broken XML', 'Annotations/two.xml', '<annotation><object>', /two\.xml: not well-formed XML/],
    ['a missing picture', 'JPEGImages/two.jpg', undefined, /names the picture "two\.jpg", which is not in/],
  ])('%s: one line, and no run', async (_, file, content, message) => {
    const broken = temporaryFolder();
    await writeVocFolder(join(broken, 'voc'));
    if (content === undefined) rmSync(join(broken, 'voc', file));
    else writeFileSync(join(broken, 'voc', file), content);
    const { exitCode, stderr } = await runCli(
      ['train', 'detector', '--data', 'voc:voc', '--out', 'run'],
      broken,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(existsSync(join(broken, 'run'))).toBe(false);
  });

  it('a box without area: skipped, counted, and said', async () => {
    const flawed = temporaryFolder();
    await writeVocFolder(join(flawed, 'voc'));
    const file = join(flawed, 'voc', 'Annotations', 'two.xml');
    const box = '<bndbox><xmin>5</xmin><ymin>5</ymin><xmax>5</xmax><ymax>9</ymax></bndbox>';
    const object = `<object><name>red</name>${box}</object>`;
    writeFileSync(file, readFileSync(file, 'utf8').replace('</annotation>', `${object}</annotation>`));
    const words = ['train', 'detector', ...SMALL_DETECTOR.split(' '), '--out', 'run'];
    const { exitCode, stderr } = await runCli(words, flawed);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('voc:voc, split train: boxes without area, skipped: 1 (');
  });
});
