import { Command } from 'commander';
import { addActivationsCommand } from './commands/activations.js';
import { addBenchCommand } from './commands/bench.js';
import { addCheckDataCommand } from './commands/checkData.js';
import { addClaimsCommand } from './commands/claims.js';
import { addDemoCommand } from './commands/demo.js';
import { addDetectCommand } from './commands/detect.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addEvaluateCommand } from './commands/evaluate.js';
import { addExperimentCommand } from './commands/experiment.js';
import { addExportCommand } from './commands/export.js';
import { addInspectCommand } from './commands/inspect.js';
import { addPlayCommand } from './commands/play.js';
import { addReportCommand } from './commands/report.js';
import { addSetupCommand } from './commands/setup.js';
import { addStudyCommand } from './commands/study.js';
import { addTrainCommand } from './commands/train.js';
import { failureOf } from './failure.js';
import type { Terminal } from './terminal.js';
import { rectifyVersion } from './versions.js';

/**
 * Runs one command.
 *
 * @param words - the words after the program's name
 * @returns the exit code: 0 done, 1 failed, 2 bad arguments, 130 interrupted
 */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await createProgram(terminal).parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    const { exitCode, message } = failureOf(error);
    if (message !== '') terminal.note(`rectify: ${message}`);
    if (terminal.isDebugging && exitCode !== 0 && error instanceof Error) terminal.note(error.stack ?? '');
    return exitCode;
  }
}

function createProgram(terminal: Terminal): Command {
  const program = new Command('rectify')
    .description(
      'ReLU, Leaky ReLU or PReLU? Trains a DQN agent and an object detector with each, and reports what the numbers support.',
    )
    .version(rectifyVersion(), '--version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
      // Errors are printed in one place, `runCli`.
      outputError: () => {},
    });
  addDemoCommand(program, terminal);
  addTrainCommand(program, terminal);
  addCheckDataCommand(program, terminal);
  addStudyCommand(program, terminal);
  addExperimentCommand(program, terminal);
  addClaimsCommand(program, terminal);
  addEvaluateCommand(program, terminal);
  addInspectCommand(program, terminal);
  addPlayCommand(program, terminal);
  addDetectCommand(program, terminal);
  addReportCommand(program, terminal);
  addActivationsCommand(program, terminal);
  addExportCommand(program, terminal);
  addBenchCommand(program, terminal);
  addSetupCommand(program, terminal);
  addDoctorCommand(program, terminal);
  return program;
}
