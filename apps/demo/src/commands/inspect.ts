import type { Command } from 'commander';
import { readFinishedRun } from '../runs/finishedRun.js';
import type { Terminal } from '../terminal.js';

/** `rectify inspect RUN`: what every layer of a trained network does. */
export function addInspectCommand(program: Command, terminal: Terminal): void {
  program
    .command('inspect')
    .description(
      'Look at every layer of a trained network: dead, dormant and saturated units, rank, gradients, slopes.',
    )
    .argument('<run>', 'folder of a finished run')
    .option('--json', 'print JSON, with every unit')
    .addHelpText(
      'after',
      '\nExamples:\n  rectify inspect runs/prelu-1\n  rectify inspect runs/digits-1 --json',
    )
    .action(async (path: string, { json }: { readonly json?: boolean }) => {
      const run = await readFinishedRun(path);
      const { inspectRun } = await import('../evaluation/inspectRun.js');
      const inspection = await inspectRun(terminal, run);
      if (json) return terminal.print(JSON.stringify(inspection, numbersAsLists, 2));
      const { printInspection } = await import('@rectify/nn');
      terminal.print(printInspection(inspection.layers));
    });
}

/** Typed arrays as lists: JSON would write them as objects with a key for every index. */
function numbersAsLists(_: string, value: unknown): unknown {
  return value instanceof Float64Array ? Array.from(value) : value;
}
