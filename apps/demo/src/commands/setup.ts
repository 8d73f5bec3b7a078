import type { Command } from 'commander';
import { CommandError } from '../failure.js';
import { openProgress } from '../output/progress.js';
import type { Source } from '../setup/setupTensorflow.js';
import type { Terminal } from '../terminal.js';
import { installedPackage } from '../versions.js';

interface SetupOptions {
  readonly json?: boolean;
}

/** `rectify setup tensorflow`: the native library of the second engine. */
export function addSetupCommand(program: Command, terminal: Terminal): void {
  program
    .command('setup')
    .description('Provide an optional part that pnpm install leaves out.')
    .command('tensorflow')
    .description("Provide TensorFlow's native library for @tensorflow/tfjs-node.")
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async ({ json }: SetupOptions) => {
      const result = await setup(terminal);
      terminal.print(json ? JSON.stringify(result, null, 2) : describe(result));
    });
}

const HELP = `
The package's own installer is tried first. Where its host is blocked, pip fetches the TensorFlow wheel, whose libraries
and headers are used, and node-gyp compiles the addon: that takes Python 3 with pip, make and a C++ compiler, 1.4 GB of
disk while it works, 1 GB afterwards. A second call finds it there; one that was stopped goes on.

Example:
  rectify setup tensorflow`;

interface SetupResult {
  readonly package: string;
  readonly version: string;
  readonly source: Source;
  readonly folder: string;
}

async function setup(terminal: Terminal): Promise<SetupResult> {
  const name = '@tensorflow/tfjs-node';
  const found = installedPackage(name, '@rectify/nn');
  if (!found) throw new CommandError(`${name} is not installed; run pnpm install with optional dependencies`);
  const { setupTensorflow } = await import('../setup/setupTensorflow.js');
  const { tensorflowPackage } = await import('../setup/tensorflowPackage.js');
  const { whyNativeIsAbsent } = await import('../setup/whyNativeIsAbsent.js');
  const { host } = terminal;
  const signal = terminal.interruption();
  const progress = openProgress(terminal, 'setup tensorflow');
  try {
    const source = await setupTensorflow({
      host,
      signal,
      progress,
      place: tensorflowPackage(found.folder, found.version),
      whyAbsent: () => whyNativeIsAbsent({ host, signal }),
      note: (line) => terminal.note(line),
    });
    return { package: name, version: found.version, source, folder: found.folder };
  } finally {
    progress.end();
  }
}

const SOURCES: Readonly<Record<Source, string>> = {
  present: 'is already there and loads',
  installer: "was installed by the package's own installer, and loads",
  wheel: "was installed from TensorFlow's wheel, and loads",
};

function describe({ package: name, version, source, folder }: SetupResult): string {
  return `${name} ${version}: the native library ${SOURCES[source]}\n${folder}`;
}
