import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { CommandError, UsageError } from '../failure.js';
import { readFinishedRun } from '../runs/finishedRun.js';
import { RUN_FILES } from '../runs/runConfig.js';
import type { Terminal } from '../terminal.js';

interface ExportOptions {
  readonly format: 'onnx';
  readonly out: string;
}

/** `rectify export RUN --format onnx --out DIR`: the trained network for other programs. */
export function addExportCommand(program: Command, terminal: Terminal): void {
  program
    .command('export')
    .description('Hand the trained network of a run to other programs.')
    .argument('<run>', 'folder of a finished run')
    .addOption(new Option('--format <format>', 'file format').choices(['onnx']).default('onnx'))
    .requiredOption('--out <dir>', 'folder to write into')
    .addHelpText('after', '\nExample:\n  rectify export runs/prelu-1 --format onnx --out exported')
    .action(async (path: string, { out }: ExportOptions) => {
      await readFinishedRun(path);
      terminal.print(await exportModel(join(path, RUN_FILES.model), join(out, RUN_FILES.model)));
    });
}

/** @returns the path of the file that was written */
async function exportModel(from: string, to: string): Promise<string> {
  if (await exists(to)) throw new UsageError(`${to} exists; choose another --out`);
  const { writeWholeFile } = await import('../output/writeFile.js');
  await writeWholeFile(to, await readModel(from));
  return to;
}

async function readModel(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new CommandError(`cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
