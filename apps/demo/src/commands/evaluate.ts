import type { Command } from 'commander';
import { UsageError } from '../failure.js';
import { integerOption } from '../options.js';
import { printFields, printTable } from '../output/table.js';
import { type FinishedRun, readFinishedRun, TRAINED } from '../runs/finishedRun.js';
import type { RunConfig } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';

interface EvaluateOptions {
  readonly episodes?: number;
  readonly seed?: number;
  readonly data?: string;
  readonly split?: string;
  readonly images?: number;
  readonly json?: boolean;
}

/** `rectify evaluate RUN`: what a trained agent or detector is worth. */
export function addEvaluateCommand(program: Command, terminal: Terminal): void {
  program
    .command('evaluate')
    .description('Judge a trained agent by greedy episodes, or a detector by its mean average precision.')
    .argument('<run>', 'folder of a finished run')
    .option(
      '--episodes <n>',
      'agent: greedy episodes (default: 100)',
      integerOption('--episodes', { from: 1 }),
    )
    .option('--seed <n>', 'agent: seed of the episodes (default: 0)', integerOption('--seed', { from: 0 }))
    .option('--data <spec>', 'detector: another dataset with the same classes')
    .option('--split <name>', 'detector: split of the dataset (default: val)')
    .option('--images <n>', 'detector: only the first pictures', integerOption('--images', { from: 1 }))
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  rectify evaluate runs/prelu-1 --episodes 100\n  rectify evaluate runs/digits-1 --split val --json',
    )
    .action(async (path: string, options: EvaluateOptions) => {
      const run = await readFinishedRun(path);
      requireFitting(run, options);
      const { evaluateRun } = await import('../evaluation/evaluateRun.js');
      const evaluation = await evaluateRun(terminal, run, options);
      terminal.print(options.json ? JSON.stringify(evaluation, null, 2) : describe(evaluation));
    });
}

/** Options that mean something to one application only. */
const OPTIONS_OF = {
  dqn: ['episodes', 'seed'],
  detector: ['data', 'split', 'images'],
} as const satisfies Record<RunConfig['kind'], (keyof EvaluateOptions)[]>;

function requireFitting({ path, config }: FinishedRun, options: EvaluateOptions): void {
  const foreign = config.kind === 'dqn' ? OPTIONS_OF.detector : OPTIONS_OF.dqn;
  const misplaced = foreign.find((name) => options[name] !== undefined);
  if (misplaced)
    throw new UsageError(`--${misplaced} means nothing to ${path}, a run of ${TRAINED[config.kind]}`);
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
  const { data, split, activation, seed, images, mAP50, mAP, perClass } = evaluation;
  const fields = printFields([
    ['data', `${data}, split ${split}, ${images} pictures`],
    ['activation', activation],
    ['seed', String(seed)],
    ['mAP@0.5', mAP50.toFixed(3)],
    ['mAP@[.5:.95]', mAP.toFixed(3)],
  ]);
  const columns = ['AP@0.5', 'AP@[.5:.95]', 'objects'].map((heading) => ({ heading, isNumeric: true }));
  const rows = Object.entries(perClass).map(([name, { AP50, AP, truths }]) => [
    name,
    ...[AP50, AP].map((precision) => precision?.toFixed(3) ?? '-'),
    String(truths),
  ]);
  return `${fields}\n\n${printTable([{ heading: 'class' }, ...columns], rows)}`;
}
