import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { UsageError } from '../failure.js';
import { filesInOutFolder } from '../output/outFolder.js';
import { readFinishedRun } from '../runs/finishedRun.js';
import type { Terminal } from '../terminal.js';

/** The file formats of `rectify export`. */
export const EXPORT_FORMATS = ['onnx', 'tfjs'] as const;

interface ExportOptions {
  readonly format: (typeof EXPORT_FORMATS)[number];
  readonly out: string;
}

/** `rectify export RUN --format onnx|tfjs --out DIR`: the trained network for other programs. */
export function addExportCommand(program: Command, terminal: Terminal): void {
  program
    .command('export')
    .description('Hand the trained network of a run to other programs.')
    .argument('<run>', 'folder of a finished run')
    .addOption(
      new Option(
        '--format <format>',
        'onnx: one file for ONNX Runtime; tfjs: a folder for tf.loadLayersModel of TensorFlow.js',
      )
        .choices(EXPORT_FORMATS)
        .default('onnx'),
    )
    .requiredOption('--out <dir>', 'folder to write into')
    .addHelpText(
      'after',
      '\nExamples:\n  rectify export runs/prelu-1 --format onnx --out onnx' +
        '\n  rectify export runs/prelu-1 --format tfjs --out web/model',
    )
    .action(async (path: string, { format, out }: ExportOptions) => {
      const run = await readFinishedRun(path);
      if ((await filesInOutFolder(out)).length > 0)
        throw new UsageError(`${out} is not empty; choose another --out`);
      const { networkFiles } = await import('../runs/networkFiles.js');
      const files = await networkFiles(run, format);
      const { writeWholeFile } = await import('../output/writeFile.js');
      // In order: who finds the last file finds all that it refers to.
      for (const [name, content] of files) await writeWholeFile(join(out, name), content);
      terminal.print([...files.keys()].map((name) => join(out, name)).join('\n'));
    });
}
