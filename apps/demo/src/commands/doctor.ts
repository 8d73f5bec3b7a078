import type { Command } from 'commander';
import type { Finding } from '../doctor/check.js';
import { CommandError } from '../failure.js';
import type { Terminal } from '../terminal.js';

interface DoctorOptions {
  readonly out: string;
  readonly json?: boolean;
}

/** `rectify doctor`: what works on this machine, and why the rest does not. */
export function addDoctorCommand(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('Show what works on this machine, and what to do about the rest.')
    .option('--out <dir>', 'folder that results would go to', 'rectify-out')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  rectify doctor')
    .action(async ({ out, json }: DoctorOptions) => {
      const findings = await examine(terminal, out);
      if (json) terminal.print(JSON.stringify(findings, null, 2));
      else for (const finding of findings) terminal.print(describe(finding));
      const broken = findings.filter(({ state, isRequired }) => state === 'absent' && isRequired);
      if (broken.length > 0) {
        throw new CommandError(
          `not everything that is required works: ${broken.map(({ name }) => name).join(', ')}`,
        );
      }
    });
}

async function examine({ host }: Terminal, out: string): Promise<Finding[]> {
  const machine = await import('../doctor/machine.js');
  const libraries = await import('../doctor/libraries.js');
  return [
    machine.checkNode(host),
    machine.checkPlatform(host),
    machine.checkCores(),
    machine.checkMemory(),
    await machine.checkOutput(out),
    await libraries.checkOnnxRuntime(host),
    await libraries.checkSharp(),
    await libraries.checkDigits(),
    await libraries.checkTensorflow(),
    await libraries.checkNativeTensorflow(host),
  ];
}

function describe({ name, state, detail, remedy }: Finding): string {
  const line = `${state.padEnd(6)}  ${name.padEnd(16)}  ${detail}`;
  return remedy === undefined ? line : `${line}\n${' '.repeat(26)}${remedy}`;
}
