import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { UsageError } from '../failure.js';
import type { Terminal } from '../terminal.js';

interface ExperimentCommandOptions {
  readonly out?: string;
  readonly budget: 'quick' | 'full';
  readonly json?: boolean;
}

/** `rectify experiment NAME`: a small instrumented experiment, and what it measured. */
export function addExperimentCommand(program: Command, terminal: Terminal): void {
  program
    .command('experiment')
    .description('Carry out one of the small experiments behind the claims; without a name, list them.')
    .argument('[name]', 'such as unit-health')
    .option('--out <dir>', 'where its runs go (default: rectify-out/experiments/NAME)')
    .addOption(
      new Option('--budget <size>', 'how often it is repeated').choices(['quick', 'full']).default('quick'),
    )
    .option('--json', 'print every run')
    .addHelpText(
      'after',
      `
Runs that are in the folder already are not repeated.

Example:
  rectify experiment unit-health
  rectify experiment slopes --budget full --json`,
    )
    .action(async (name: string | undefined, { out, budget, json }: ExperimentCommandOptions) => {
      const { experiments } = await import('@rectify/benchmark/experiments');
      const { describeExperiment, listExperiments } = await import('../experiment/describeExperiment.js');
      if (name === undefined) return terminal.print(listExperiments(experiments));
      const experiment = experiments.find((candidate) => candidate.name === name);
      if (experiment === undefined) {
        const known = experiments.map((candidate) => candidate.name).join(', ');
        throw new UsageError(`unknown experiment "${name}"; known: ${known}`);
      }
      const { carryOutExperiment } = await import('../experiment/carryOutExperiment.js');
      const directory = out ?? join('rectify-out', 'experiments', name);
      const observations = await carryOutExperiment(terminal, experiment, { directory, budget });
      terminal.print(
        json ? JSON.stringify(observations, null, 2) : describeExperiment(experiment, observations),
      );
    });
}
