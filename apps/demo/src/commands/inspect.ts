import type { Command } from 'commander';
import { readFinishedRun } from '../runs/finishedRun.js';
import type { Terminal } from '../terminal.js';

/** `rectify inspect RUN|FILE`: what every layer of a trained network does, or what a network from elsewhere is made of. */
export function addInspectCommand(program: Command, terminal: Terminal): void {
  program
    .command('inspect')
    .description(
      'Look at every layer of a trained network: dead, dormant and saturated units, rank, gradients, slopes.',
    )
    .argument('<run>', 'folder of a finished run, or a model.onnx or model.json: its tensors and activations')
    .option('--json', 'print JSON, with every unit')
    .addHelpText(
      'after',
      '\nExamples:\n  rectify inspect runs/prelu-1\n  rectify inspect runs/digits-1 --json\n  rectify inspect model.onnx',
    )
    .action(async (path: string, { json }: { readonly json?: boolean }) => {
      if (/\.(onnx|json)$/.test(path)) return terminal.print(await describeModel(path, json));
      const run = await readFinishedRun(path);
      const { inspectRun } = await import('../evaluation/inspectRun.js');
      const inspection = await inspectRun(terminal, run);
      if (json) return terminal.print(JSON.stringify(inspection, numbersAsLists, 2));
      const { printInspection } = await import('@rectify/nn');
      terminal.print(printInspection(inspection.layers));
    });
}

async function describeModel(path: string, json = false): Promise<string> {
  const { loadModel } = await import('@rectify/nn/files');
  const { summarize } = await import('@rectify/nn');
  const model = await loadModel(path);
  if (!json) return summarize(model);
  const { inputShape, inputType, outputShape, parameterCount, activations } = model;
  const parameters = model.parameters.map(({ name, shape }) => ({ name, shape }));
  return JSON.stringify(
    { inputShape, inputType, outputShape, parameterCount, parameters, activations },
    null,
    2,
  );
}

/** Typed arrays as lists: JSON would write them as objects with a key for every index. */
function numbersAsLists(_: string, value: unknown): unknown {
  return value instanceof Float64Array ? Array.from(value) : value;
}
