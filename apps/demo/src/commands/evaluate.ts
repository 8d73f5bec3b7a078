import type { ViewCount } from '@rectify/vision/settings';
import type { Command } from 'commander';
import { describeDetector } from '../evaluation/describeDetector.js';
import { describeClassifier } from '../evaluation/evaluateClassifierRun.js';
import { UsageError } from '../failure.js';
import { integerOption, numberOption, VIEWS_HELP, viewsOption } from '../options.js';
import { printFields } from '../output/table.js';
import { type FinishedRun, readFinishedRun, TRAINED } from '../runs/finishedRun.js';
import type { RunConfig } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';
import { flagOf } from './settingOptions.js';

interface EvaluateOptions {
  readonly episodes?: number;
  readonly seed?: number;
  readonly data?: string;
  readonly split?: string;
  readonly images?: number;
  readonly threshold?: number;
  readonly views?: ViewCount;
  readonly tuningSplit?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** `rectify evaluate RUN`: what a trained agent or detector is worth. */
export function addEvaluateCommand(program: Command, terminal: Terminal): void {
  program
    .command('evaluate')
    .description(
      'Judge a trained agent by greedy episodes, a detector by average precision, counts, confusions and mistakes, a classifier by accuracy.',
    )
    .argument('<run>', 'folder of a finished run')
    .option(
      '--episodes <n>',
      'agent: greedy episodes (default: 100)',
      integerOption('--episodes', { from: 1 }),
    )
    .option('--seed <n>', 'agent: seed of the episodes (default: 0)', integerOption('--seed', { from: 0 }))
    .option('--data <spec>', 'detector: another dataset with the same classes')
    .option('--split <name>', 'detector, classifier: split of the data (default: val; test)')
    .option(
      '--images <n>',
      'detector, classifier: only the first pictures',
      integerOption('--images', { from: 1 }),
    )
    .option(
      '--threshold <score>',
      'detector: smallest score of confusions and mistakes (default: 0.3)',
      numberOption('--threshold', { from: 0, to: 1 }),
    )
    .option('--views <n>', `detector: ${VIEWS_HELP}`, viewsOption)
    .option(
      '--tuning-split <name>',
      'detector: split of its training data to choose the thresholds for counting on (default: train)',
    )
    .option(
      '--out <dir>',
      'detector: write evaluation.json, plots, counts.csv, and the worst mistakes into DIR',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
About the worst mistakes:
  mistakes.webp has a row a kind: missed, false, badly placed (IoU from 0.1 to 0.5), wrong class. The worst of each come
  first: detections by their score; missed objects by how little was seen there, then by size. Truth is dashed.

Examples:
  rectify evaluate runs/prelu-1 --episodes 100
  rectify evaluate runs/digits-1 --split val --json
  rectify evaluate runs/cells-1 --out judged
  rectify evaluate runs/cells-1 --views 1`,
    )
    .action(async (path: string, options: EvaluateOptions) => {
      const run = await readFinishedRun(path);
      requireFitting(run, options);
      const { evaluateRun } = await import('../evaluation/evaluateRun.js');
      const evaluation = await evaluateRun(terminal, run, options);
      terminal.print(options.json ? JSON.stringify(evaluation, null, 2) : describe(evaluation));
      if (options.out !== undefined) terminal.note(`numbers, plots and the worst mistakes in ${options.out}`);
    });
}

/** Options that mean something to some applications only. */
const OPTIONS_OF = {
  dqn: ['episodes', 'seed'],
  detector: ['data', 'split', 'images', 'threshold', 'views', 'tuningSplit', 'out'],
  classifier: ['split', 'images'],
} as const satisfies Record<RunConfig['kind'], (keyof EvaluateOptions)[]>;

function requireFitting({ path, config }: FinishedRun, options: EvaluateOptions): void {
  const own: readonly (keyof EvaluateOptions)[] = OPTIONS_OF[config.kind];
  const misplaced = Object.values(OPTIONS_OF)
    .flat()
    .find((name) => options[name] !== undefined && !own.includes(name));
  if (misplaced)
    throw new UsageError(`${flagOf(misplaced)} means nothing to ${path}, a run of ${TRAINED[config.kind]}`);
}

type Evaluation = Awaited<ReturnType<typeof import('../evaluation/evaluateRun.js').evaluateRun>>;

function describe(evaluation: Evaluation): string {
  if (evaluation.kind === 'dqn') {
    const { environment, activation, seed, episodes, meanReturn, returns } = evaluation;
    return printFields([
      ['environment', environment],
      ['activation', activation],
      ['seed', String(seed)],
      ['episodes', String(episodes)],
      ['mean return', meanReturn.toFixed(1)],
      ['lowest, highest', `${Math.min(...returns)}, ${Math.max(...returns)}`],
    ]);
  }
  return evaluation.kind === 'classifier' ? describeClassifier(evaluation) : describeDetector(evaluation);
}
