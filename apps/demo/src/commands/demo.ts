import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { CommandError, InterruptedError } from '../failure.js';
import { integerOption } from '../options.js';
import type { BudgetName } from '../study/budgets.js';
import type { Terminal } from '../terminal.js';

interface DemoOptions {
  readonly budget: BudgetName;
  readonly out?: string;
  readonly jobs: number;
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
    .option('--out <dir>', 'folder of the study (default: rectify-out/demo, or rectify-out/demo-full)')
    .option(
      '--jobs <n>',
      'runs at the same time',
      integerOption('--jobs', { from: 1, to: 256 }),
      availableParallelism(),
    )
    .addHelpText(
      'after',
      `
A study that is in the folder already is continued: runs that are finished are not repeated, and if all of them are,
the report is written again.

Example:
  rectify demo --budget quick --jobs 2`,
    )
    .action(async (options: DemoOptions) => {
      const { out = join('rectify-out', options.budget === 'quick' ? 'demo' : 'demo-full') } = options;
      await runDemo(terminal, { ...options, out });
    });
}

async function runDemo(terminal: Terminal, { budget, out, jobs }: Required<DemoOptions>): Promise<void> {
  const { budgets } = await import('../study/budgets.js');
  const { openStudyDirectory } = await import('../study/studyDirectory.js');
  const { carryOutStudy } = await import('../study/carryOutStudy.js');
  const study = budgets[budget];
  const command = `rectify demo --budget ${budget} --out ${out} --jobs ${jobs}`;
  const start = performance.now();
  const isOld = await openStudyDirectory(out, study);
  if (isOld) terminal.note(`${out} holds this study already: going on with it`);
  const outcome = await carryOutStudy(terminal, study, { directory: out, jobs });
  if (outcome.cancelled.length > 0) {
    const finished = outcome.finished.length + outcome.skipped.length;
    throw new InterruptedError(`stopped with ${finished} runs finished; this goes on from there: ${command}`);
  }
  for (const { run, error } of outcome.failed) terminal.note(`failed: ${run.name}: ${error.message}`);
  await present(terminal, { out, command, question: study.question, ...(!isOld && { start }) });
  if (outcome.failed.length > 0) {
    throw new CommandError(
      `${outcome.failed.length} runs failed and are not in the report; this tries them again: ${command}`,
    );
  }
}

interface Presentation {
  readonly out: string;
  readonly command: string;
  readonly question: string;
  /** When the study began, if that was in this sitting. */
  readonly start?: number;
}

async function present(terminal: Terminal, { out, command, question, start }: Presentation): Promise<void> {
  const { makePictures } = await import('../study/pictures.js');
  const { describeResults, reportOn } = await import('../study/reportOn.js');
  terminal.note('drawing detections, recording replays, writing the report');
  await makePictures(out);
  const wallSeconds = start === undefined ? undefined : (performance.now() - start) / 1000;
  const results = await reportOn(terminal, out, { command, question, ...(wallSeconds && { wallSeconds }) });
  terminal.print(describeResults(results));
  terminal.print(`\nreport: ${join(out, 'report.html')}`);
}
