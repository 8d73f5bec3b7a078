import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentIds } from '@rectify/dqn';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder } from './cliProcess.js';

const COMMANDS = [
  ['demo'],
  ['study'],
  ['train', 'dqn'],
  ['train', 'detector'],
  ['check-data'],
  ['evaluate'],
  ['inspect'],
  ['play'],
  ['detect'],
  ['report'],
  ['activations'],
  ['export'],
  ['bench'],
  ['setup', 'tensorflow'],
  ['doctor'],
];

describe('help', () => {
  it.concurrent.each(COMMANDS)('of %s %s has an example and goes to stdout', async (...words) => {
    const { exitCode, stdout, stderr } = await runCli([...words, '--help']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/Examples?:\n {2}rectify /);
  });

  it('of train dqn names every environment', async () => {
    const { stdout } = await runCli(['train', 'dqn', '--help']);
    const words = stdout.replaceAll(/\s+/g, ' ');
    for (const id of environmentIds()) expect(words).toContain(id);
  });

  it('is what rectify alone shows, as an error', async () => {
    const { exitCode, stdout, stderr } = await runCli([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Usage: rectify');
  });

  it('shares its exit code with the version', async () => {
    const { exitCode, stdout } = await runCli(['--version']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

/** Words, exit code, and what the one line on stderr says. */
type BadInput = readonly [words: string, exitCode: 1 | 2, message: RegExp];

const BAD_INPUT: readonly BadInput[] = [
  ['conquer', 2, /unknown command 'conquer'/],
  ['train', 2, /Usage: rectify train/],
  ['activations --jsn', 2, /unknown option '--jsn' \(Did you mean --json\?\)/],
  ['activations lekyrelu', 2, /unknown activation "lekyrelu"; did you mean "leaky_relu"\? Known: relu, /],
  ['activations leaky_relu:NaN', 2, /negativeSlope of Leaky ReLU must be a finite number from 0 up, got NaN/],
  [
    'activations relu --plot plot.gif',
    2,
    /--plot must name a file that ends in \.svg or \.png, got "plot\.gif"/,
  ],
  ['activations relu --plot file/plot.svg', 1, /cannot write file\/plot\.svg: a part of the path is a file/],
  ['train dqn --activation swosh', 2, /unknown activation "swosh"/],
  ['train dqn --env CartPole-v2', 2, /unknown environment "CartPole-v2"; did you mean "CartPole-v1"\?/],
  [
    'train dqn --env acrobot',
    2,
    /unknown environment "acrobot".* Known: CartPole-v1, Acrobot-v1, MountainCar-v0, FallingFruit-v0\./,
  ],
  ['bench atari', 2, /Allowed choices are update, dqn, vision, detect, environments/],
  ['train dqn --seed 1.5', 2, /--seed must be an integer from 0 up, got "1\.5"/],
  ['train dqn --seed -1', 2, /--seed must be an integer from 0 up, got "-1"/],
  ['train dqn --seed one', 2, /--seed must be an integer from 0 up, got "one"/],
  ['train dqn --engine torch', 2, /Allowed choices are onnx, tensorflow/],
  ['detect nowhere image.png --views 3', 2, /--views must be one of 1, 2, 4, got "3"/],
  ['train dqn --threads 0', 2, /--threads must be an integer from 1 up, got "0"/],
  ['train dqn --engine tensorflow --threads 2', 2, /--threads is for the engine onnx/],
  ['train dqn --steps 0', 2, /--steps must be an integer from 1 up, got "0"/],
  ['train dqn --steps 1e99', 2, /--steps must be an integer from 1 up, got "1e99"/],
  ['train dqn --set learningrate=1', 2, /--set: unknown setting "learningrate"; known: .*learningRate/],
  ['train dqn --set learningRate=fast', 2, /--set: learningRate must be a number, got "fast"/],
  ['train dqn --set learningRate', 2, /--set must have the form name=value, got "learningRate"/],
  ['train dqn --learning-rate fast', 2, /--learning-rate must be a number, or numbers .*, got "fast"/],
  ['train dqn --n-step 0', 2, /agent: nStep must be a positive integer, got 0/],
  ['train dqn --n-steps 2', 2, /unknown option '--n-steps' \(Did you mean --n-step\?\)/],
  ['train dqn --n-step 4 --set nStep=3', 2, /--n-step 4 contradicts --set nStep=3; give one of them/],
  ['train dqn --tau 2', 2, /agent: tau must be above 0 and at most 1, got 2/],
  ['train dqn --priority-exponent 0.5', 2, /priorityExponent means nothing without prioritized/],
  [
    'train dqn --final-learning-rate 1',
    2,
    /finalLearningRate must be from 0 to learningRate \(0\.0023\), got 1/,
  ],
  ['train dqn --set discount=7', 2, /discount must be a number from 0 to 1, got 7/],
  ['train dqn --out full', 2, /full is not empty; choose another --out, or continue .* --resume/],
  ['train dqn --out full --resume', 2, /full holds files, but no run/],
  ['train dqn --out file', 2, /--out must name a folder, and file is a file/],
  ['train dqn --out file/run', 1, /cannot write file\/run: a part of the path is a file/],
  ['train detector', 2, /required option '--data <spec>' not specified/],
  ['train detector --data coins', 2, /unknown dataset "coins"; known: digits, voc:DIR/],
  ['train detector --data voc:nowhere', 1, /voc:nowhere: cannot read the folder/],
  ['check-data coins', 2, /unknown dataset "coins"; known: digits, voc:DIR, coco:DIR_OR_FILE\.json, yolo:/],
  ['check-data coco:nowhere', 1, /coco:nowhere: there is no such file or folder/],
  ['check-data yolo:full', 1, /nothing tells the classes; a YOLO folder has data\.yaml/],
  ['check-data yolo:full --out file', 2, /--out must name a folder, and file is a file/],
  ['train detector --data yolo:file', 1, /must be a folder, a \.yaml or a \.data file/],
  ['train detector --data digits --set scales=3', 2, /detector: scales must be 1 or 2, got 3/],
  ['train detector --data digits --set size=large', 2, /detector: size must be nano or small, got "large"/],
  ['train detector --data digits --set views=3', 2, /detector: views must be one of 1, 2, 4, got 3/],
  ['train detector --data digits --views 3', 2, /detector: views must be one of 1, 2, 4, got 3/],
  ['train detector --data digits --set views=two', 2, /--set: views must be a number, got "two"/],
  [
    'train detector --data digits --set batchSize=0',
    2,
    /train: batchSize must be an integer from 1 up, got 0/,
  ],
  ['train dqn --out /proc/run', 1, /cannot write \/proc\/run: the folder does not exist and cannot be made/],
  ['train detector --data digits --mosaic 2', 2, /train: mosaic must be a number from 0 to 1, got 2/],
  ['train detector --data digits --scale wide', 2, /--scale must be a number, .* got "wide"/],
  [
    'train detector --data digits --hue 0.1 --set hue=0.2',
    2,
    /--hue 0\.1 contradicts --set hue=0\.2; give one of them/,
  ],
  ['train detector --data digits --epochs half', 2, /--epochs must be an integer from 1 up, got "half"/],
  ['evaluate nowhere', 2, /nowhere is no run: there is no such folder/],
  ['evaluate file', 2, /file is no run: it is a file/],
  ['evaluate full', 2, /full is no run: it has no config\.json/],
  ['evaluate begun', 2, /begun is unfinished: it has no result\.json/],
  ['evaluate strange', 2, /strange\/config\.json describes no run of this version/],
  ['play nowhere --out replay.webp', 2, /nowhere is no run/],
  ['play nowhere --out replay.gif', 2, /--out must name a file that ends in \.webp, got "replay\.gif"/],
  ['detect nowhere image.png', 2, /nowhere is no run/],
  ['detect nowhere image.png --threshold 2', 2, /--threshold must be a number from 0 to 1, got "2"/],
  [
    'detect nowhere image.png --format xml',
    2,
    /--format must be one or more of pictures, json, .*, got "xml"/,
  ],
  ['report nowhere', 2, /nowhere is no folder with runs/],
  ['report full', 1, /full: there is no finished run to sum up/],
  ['export nowhere --format caffe --out exported', 2, /Allowed choices are onnx, tfjs/],
  ['setup', 2, /Usage: rectify setup/],
  ['setup pytorch', 2, /unknown command 'pytorch'/],
  ['demo --jobs 0', 2, /--jobs must be an integer from 1 to 256, got "0"/],
  ['demo --budget huge', 2, /Allowed choices are quick, full/],
  ['demo --out full', 2, /full holds files, but no study/],
  ['demo --out file', 2, /--out must name a folder, and file is a file/],
];

describe('bad input', () => {
  it.concurrent.each(BAD_INPUT)('%s', async (words, exitCode, message) => {
    const folder = messyFolder();
    const ended = await runCli(words.split(' '), folder);
    expect(ended).toMatchObject({ exitCode });
    expect(ended.stderr).toMatch(message);
    if (!ended.stderr.includes('Usage:')) expect(ended.stderr).toMatch(/^rectify: [^\n]*\n$/);
    expect(readdirSync(folder).sort()).toEqual(MESS);
  });

  it.skipIf(!existsSync('/dev/full'))('a full disk', async () => {
    const folder = temporaryFolder();
    symlinkSync('/dev/full', join(folder, 'plot.svg'));
    const { exitCode, stderr } = await runCli(['activations', 'relu', '--plot', 'plot.svg'], folder);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'rectify: cannot write plot.svg: the disk is full; make room there or choose another place (ENOSPC)\n',
    );
  });
});

const MESS = ['begun', 'file', 'full', 'strange'];

/** A folder with a file, a folder that holds something, a run without a result, and one of nothing known. */
function messyFolder(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), 'text');
  mkdirSync(join(folder, 'full'));
  writeFileSync(join(folder, 'full', 'notes.txt'), 'text');
  mkdirSync(join(folder, 'begun'));
  writeFileSync(join(folder, 'begun', 'config.json'), '{}');
  mkdirSync(join(folder, 'strange'));
  for (const name of ['config.json', 'result.json']) writeFileSync(join(folder, 'strange', name), '{}');
  return folder;
}
