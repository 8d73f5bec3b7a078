import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { integerOption } from '../options.js';
import { DEFAULT_ENGINE, RUN_ENGINES, type RunEngine } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';

interface StudyOptions {
  readonly out?: string;
  readonly jobs: number;
  readonly seeds?: number;
  readonly engine: RunEngine;
  readonly json?: boolean;
}

/** `rectify study FILE`: the runs of a study file, and a report about them. */
export function addStudyCommand(program: Command, terminal: Terminal): void {
  program
    .command('study')
    .description(
      'Carry out a study file: every arm on every task with every seed, and a report that compares them.',
    )
    .argument('<file>', "a study in JSON, TypeScript or JavaScript, or the name of one of the project's own")
    .option('--out <dir>', 'folder of the study (default: one named after it, below rectify-out)')
    .option(
      '--jobs <n>',
      'runs at the same time',
      integerOption('--jobs', { from: 1, to: 256 }),
      availableParallelism(),
    )
    .option('--seeds <n>', "only the study's first seeds", integerOption('--seeds', { from: 1 }))
    .addOption(
      new Option('--engine <name>', 'what computes').choices([...RUN_ENGINES]).default(DEFAULT_ENGINE),
    )
    .option('--json', 'print results.json')
    .addHelpText('after', HELP)
    .action(carryOut(terminal));
}

function carryOut(terminal: Terminal) {
  return async (file: string, { out, jobs, seeds, engine, json }: StudyOptions): Promise<void> => {
    const { readStudyFile } = await import('../study/readStudyFile.js');
    const { makeStudy } = await import('../study/makeStudy.js');
    const whole = await readStudyFile(file);
    const study = { ...whole, seeds: whole.seeds.slice(0, seeds) };
    const directory = out ?? join('rectify-out', study.name);
    const fewer = seeds === undefined ? '' : ` --seeds ${seeds}`;
    const command = `rectify study ${file}${fewer} --engine ${engine} --out ${directory} --jobs ${jobs}`;
    await makeStudy(terminal, study, { directory, jobs, engine, command, json });
  };
}

const HELP = `
A study that is in the folder already is continued: runs that are finished are not repeated, and if all of them are,
the report is written again.

Example:
  rectify study studies/agents-cartpole.json --out rectify-out/cartpole --jobs 2
  rectify study agents-acrobot --seeds 3`;
