import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { integerOption } from '../options.js';
import { DEFAULT_ENGINE, RUN_ENGINES, type RunEngine } from '../runs/runConfig.js';
import type { BudgetName } from '../study/budgets.js';
import type { Terminal } from '../terminal.js';

interface DemoOptions {
  readonly budget: BudgetName;
  readonly out?: string;
  readonly jobs: number;
  readonly engine: RunEngine;
}

/** `rectify demo`: both applications, three rectifiers, one report. */
export function addDemoCommand(program: Command, terminal: Terminal): void {
  program
    .command('demo')
    .description(
      'Train agents and detectors with ReLU, Leaky ReLU and PReLU, and write a report that compares them.',
    )
    .addOption(
      new Option('--budget <size>', 'three seeds, or ten').choices(['quick', 'full']).default('quick'),
    )
    .addOption(
      new Option('--engine <name>', 'what computes').choices([...RUN_ENGINES]).default(DEFAULT_ENGINE),
    )
    .option('--out <dir>', 'folder of the study (default: rectify-out/demo, or rectify-out/demo-full)')
    .option(
      '--jobs <n>',
      'runs at the same time',
      integerOption('--jobs', { from: 1, to: 256 }),
      availableParallelism(),
    )
    .addHelpText('after', HELP)
    .action(async ({ budget, jobs, engine, out = FOLDERS[budget] }: DemoOptions) => {
      const { budgets } = await import('../study/budgets.js');
      const { makeStudy } = await import('../study/makeStudy.js');
      const command = `rectify demo --budget ${budget} --engine ${engine} --out ${out} --jobs ${jobs}`;
      await makeStudy(terminal, budgets[budget], { directory: out, jobs, engine, command });
    });
}

const FOLDERS: Readonly<Record<BudgetName, string>> = {
  quick: join('rectify-out', 'demo'),
  full: join('rectify-out', 'demo-full'),
};

const HELP = `
A study that is in the folder already is continued: runs that are finished are not repeated, and if all of them are,
the report is written again.

Example:
  rectify demo --budget quick --jobs 2`;
