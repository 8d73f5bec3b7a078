import type { Command } from 'commander';
import { CommandError } from '../failure.js';
import type { Terminal } from '../terminal.js';

interface CheckDataOptions {
  readonly out?: string;
  readonly json?: boolean;
}

/** `rectify check-data SPEC`: what labelled pictures hold, and what is wrong with them. */
export function addCheckDataCommand(program: Command, terminal: Terminal): void {
  program
    .command('check-data')
    .description(
      'Read labelled pictures from end to end: counts, sizes, broken labels and pictures, duplicates.',
    )
    .argument('<data>', 'voc:DIR, coco:DIR, coco:FILE.json, yolo:DIR, yolo:FILE.yaml or digits')
    .option('--out <dir>', 'write check.json, and a picture of each split with its boxes drawn, into DIR')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
About the exit code:
  0  everything can be used; there may be warnings, such as clipped boxes or pictures that are in two splits
  1  something is broken: a label that breaks a rule, or a picture that is missing or cannot be read

About duplicates:
  Pictures of one file, of equal bytes or equal pixels; and pictures that look alike: at 16 by 16 pixels they differ
  by at most 3 of 255 levels on average. Those in two of the splits train, val and test make a score too good to be true.

Example:
  rectify check-data yolo:path/to/data.yaml --out checked`,
    )
    .action(async (spec: string, { out, json }: CheckDataOptions) => {
      const { checkData } = await import('../evaluation/checkData.js');
      const { describeCheck, summaryOf } = await import('../evaluation/describeCheck.js');
      const check = await checkData(terminal, spec, out);
      terminal.print(json ? JSON.stringify(summaryOf(check), null, 2) : describeCheck(check));
      if (out !== undefined) terminal.note(`check.json and a sheet of pictures for each split in ${out}`);
      const { length } = check.problems;
      if (length > 0)
        throw new CommandError(`${spec} is broken: ${length === 1 ? '1 problem' : `${length} problems`}`);
    });
}
