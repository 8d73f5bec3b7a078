import { AGENT_SETTINGS } from '@rectify/dqn/settings';
import { CLASSIFIER_SETTINGS, DETECTOR_SETTINGS } from '@rectify/vision/settings';
import { type Command, Option } from 'commander';
import { activationOption, integerOption, settingOption } from '../options.js';
import { printFields } from '../output/table.js';
import { DEFAULT_ENGINE, RUN_ENGINES, type RunEngine, type Settings } from '../runs/runConfig.js';
import type { RunResult } from '../runs/runDirectory.js';
import type { Terminal } from '../terminal.js';
import { addSettingOptions, givenSettings } from './settingOptions.js';

interface TrainOptions {
  readonly activation: string;
  readonly seed: number;
  readonly engine: RunEngine;
  readonly set?: Settings;
  readonly out?: string;
  readonly resume?: boolean;
  readonly tensorboard?: string;
  readonly threads?: number;
  readonly json?: boolean;
}

interface DetectorTrainOptions extends TrainOptions {
  readonly data: string;
  readonly epochs?: number;
  readonly preview?: string;
}

interface ClassifierTrainOptions extends TrainOptions {
  readonly network: string;
  readonly epochs?: number;
}

/** `rectify train dqn`, `rectify train detector` and `rectify train classifier`: one run, into a folder of its own. */
export function addTrainCommand(program: Command, terminal: Terminal): void {
  const train = program
    .command('train')
    .description('Train a DQN agent, an object detector or a classifier.');
  addTrainDqn(train, terminal);
  addTrainDetector(train, terminal);
  addTrainClassifier(train, terminal);
}

const RESUME_HELP = `
About --resume:
  A finished run is not repeated: its result is shown. An unfinished one goes on from its last checkpoint, which is
  saved at every evaluation and when it is interrupted with Ctrl-C, or from its beginning if there is none yet.

About --tensorboard:
  It holds the numbers of metrics.jsonl at the same steps, under tags such as update/loss. A run that goes on begins
  another file in that folder. Look at it with: tensorboard --logdir DIR`;

/** Written out, so that `--help` need not load the agent; a test compares it with the registry. */
const ENVIRONMENT_HELP = 'CartPole-v1, Acrobot-v1, MountainCar-v0 or FallingFruit-v0';

/** The length of a training has an option that does not look at the preset. */
const { steps: _, ...agentSettings } = AGENT_SETTINGS;
const { epochs: __, ...detectorSettings } = DETECTOR_SETTINGS;
const { epochs: ___, ...classifierSettings } = CLASSIFIER_SETTINGS;

function addTrainDqn(train: Command, terminal: Terminal): void {
  addSettingOptions(withRunOptions(train.command('dqn')), agentSettings)
    .description('Train a DQN agent in an environment.')
    .option('--env <id>', ENVIRONMENT_HELP, 'CartPole-v1')
    .option(
      '--steps <n>',
      "environment steps (default: the environment's preset)",
      integerOption('--steps', { from: 1 }),
    )
    .addHelpText(
      'after',
      `
About the settings:
  What is not given comes from the environment's preset. --no-double, --no-dueling and so on turn a switch off.
  --set learningRate=0.001 and --learning-rate 0.001 mean the same.
${RESUME_HELP}

Examples:
  rectify train dqn --env CartPole-v1 --activation prelu --seed 1 --steps 50000 --out runs/prelu-1
  rectify train dqn --env Acrobot-v1 --double --dueling --prioritized --n-step 3 --tau 0.01 --target-update 1`,
    )
    .action(async ({ env, steps, ...options }: TrainOptions & { env: string; steps?: number }) => {
      const { trainDqnRun } = await import('../training/trainDqn.js');
      const { activation, seed, engine, threads, set } = options;
      const settings = givenSettings(agentSettings, { options: { ...options }, set });
      const asked = { environment: env, steps, activation, seed, engine, threads, settings };
      present(terminal, await trainDqnRun(terminal, { ...options, options: asked }), options);
    });
}

function addTrainDetector(train: Command, terminal: Terminal): void {
  addSettingOptions(withRunOptions(train.command('detector')), detectorSettings)
    .description('Train an object detector on labelled pictures.')
    .requiredOption('--data <spec>', 'digits, or labelled pictures: voc:DIR, coco:DIR or yolo:DIR')
    .option(
      '--epochs <n>',
      "passes over the training pictures (default: the preset's)",
      integerOption('--epochs', { from: 1 }),
    )
    .option(
      '--preview <path>',
      'draw what it would be trained on instead: a .webp file, or a folder for more',
    )
    .addHelpText(
      'after',
      `
About --preview:
  A file gets the first pictures of the training with their boxes: as they are, with each variation alone, and with all
  of them. A folder gets the first two batches as well, just as the network would see them. Nothing is trained.

About the settings:
  What is not given comes from the data's preset. --no-vertical-flip and so on turn a switch off.
  --set mosaic=0.5 and --mosaic 0.5 mean the same. --set also changes the network: --set size=small is a larger one,
  --set scales=2 adds predictions from a coarser map for large objects.
${RESUME_HELP}

Examples:
  rectify train detector --data digits --activation leaky_relu:0.1 --out runs/digits-1
  rectify train detector --data voc:photographs --mosaic 0.5 --hue 0.015 --no-vertical-flip
  rectify train detector --data voc:photographs --set size=small --set scales=2
  rectify train detector --data voc:photographs --mosaic 0.5 --preview preview.webp`,
    )
    .action(async ({ data, epochs, preview, ...options }: DetectorTrainOptions) => {
      const { activation, seed, engine, threads, set } = options;
      const settings = givenSettings(detectorSettings, { options: { ...options }, set });
      const asked = { data, epochs, activation, seed, engine, threads, settings };
      if (preview !== undefined) {
        const { previewTraining } = await import('../training/previewTraining.js');
        for (const file of await previewTraining(terminal, asked, preview)) terminal.print(file);
        return;
      }
      const { trainDetectorRun } = await import('../training/trainDetector.js');
      present(terminal, await trainDetectorRun(terminal, { ...options, options: asked }), options);
    });
}

function addTrainClassifier(train: Command, terminal: Terminal): void {
  addSettingOptions(withRunOptions(train.command('classifier')), classifierSettings)
    .description('Train a classifier of handwritten digits (MNIST).')
    .addOption(
      new Option('--network <name>', 'plain blocks, or the same with the shortcuts of ResNet')
        .choices(['plain', 'residual'])
        .default('plain'),
    )
    .option(
      '--epochs <n>',
      "passes over the training digits (default: the preset's)",
      integerOption('--epochs', { from: 1 }),
    )
    .addHelpText(
      'after',
      `
${RESUME_HELP}

Examples:
  rectify train classifier --network residual --activation prelu --out runs/residual-1
  rectify train classifier --network plain --epochs 1 --training-images 6000`,
    )
    .action(async ({ network, epochs, ...options }: ClassifierTrainOptions) => {
      const { trainClassifierRun } = await import('../training/trainClassifier.js');
      const { activation, seed, engine, threads, set } = options;
      const settings = givenSettings(classifierSettings, { options: { ...options }, set });
      const asked = { network, epochs, activation, seed, engine, threads, settings };
      present(terminal, await trainClassifierRun(terminal, { ...options, options: asked }), options);
    });
}

function withRunOptions(command: Command): Command {
  return command
    .option(
      '--activation <spec>',
      'such as relu, leaky_relu:0.1 or prelu (see rectify activations)',
      activationOption,
      'relu',
    )
    .option('--seed <n>', 'decides every random number', integerOption('--seed', { from: 0 }), 0)
    .option('--set <name=value>', "change one of the preset's settings; may be repeated", settingOption)
    .addOption(
      new Option('--engine <name>', 'what computes').choices([...RUN_ENGINES]).default(DEFAULT_ENGINE),
    )
    .option(
      '--threads <n>',
      'threads inside one operation: fewer minutes for one run alone; sums may round otherwise (default: 1)',
      integerOption('--threads', { from: 1 }),
    )
    .option('--out <dir>', 'folder of the run (default: one named after it, below rectify-out)')
    .option('--resume', 'go on with the run in that folder')
    .option('--tensorboard <dir>', "also write TensorBoard's event files (see rectify setup tensorflow)")
    .option('--json', 'print result.json');
}

function present(terminal: Terminal, result: RunResult, { json }: TrainOptions): void {
  terminal.print(json ? JSON.stringify(result, null, 2) : printFields(summaryOf(result)));
}

function summaryOf(result: RunResult): (readonly [name: string, value: string])[] {
  return [
    subjectOf(result),
    ['activation', result.activation],
    ['seed', String(result.seed)],
    ['engine', result.engine ?? DEFAULT_ENGINE],
    ['steps', result.steps.toLocaleString('en')],
    ['parameters', result.parameters.toLocaleString('en')],
    ['time', `${result.wallSeconds.toFixed(1)} s`],
    ['score', scoreOf(result)],
  ];
}

function subjectOf(result: RunResult): readonly [name: string, value: string] {
  switch (result.kind) {
    case 'dqn':
      return ['environment', result.environment];
    case 'detector':
      return ['data', result.data];
    case 'classifier':
      return ['network', result.network];
  }
}

function scoreOf(result: RunResult): string {
  if (result.kind === 'dqn') {
    const { meanReturn, episodes } = result.evaluation;
    return `mean return ${meanReturn.toFixed(1)} over ${episodes} greedy episodes`;
  }
  if (result.kind === 'classifier') {
    const { accuracy, images } = result.evaluation;
    return `accuracy ${(100 * accuracy).toFixed(2)} % on ${images} test digits`;
  }
  const { mAP50, mAP, images, split, views = 1 } = result.evaluation;
  const pictures = `${images} pictures of ${split}${views === 1 ? '' : ` in ${views} views each`}`;
  return `mAP@0.5 ${mAP50.toFixed(3)}, mAP@[.5:.95] ${mAP.toFixed(3)} on ${pictures}`;
}
