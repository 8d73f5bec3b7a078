import { runCli } from './cli.js';
import { leaveWith, processTerminal } from './terminal.js';

/** Runs the command line of this process and sets its exit code. */
export async function main(): Promise<void> {
  const terminal = processTerminal();
  leaveWith(await runCli(terminal.arguments, terminal));
}
