// TensorFlow's wheel: a zip file that holds the libraries and headers, fetched and unpacked by Python.
import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CommandError } from '../failure.js';
import type { Host } from '../terminal.js';
import { lastLine, runTool, ToolError, type ToolOptions } from './runTool.js';

/** The release that is fetched: the newest that @tensorflow/tfjs-node 4.22.0 was tried with. */
export const TENSORFLOW_VERSION = '2.21.0';

/** Sizes of that release on Linux, x64. */
export const WHEEL_BYTES = 275e6;
export const UNPACKED_BYTES = 860e6;

const DOWNLOAD_LIMIT_MS = 20 * 60_000;
const UNPACK_LIMIT_MS = 5 * 60_000;

/** Where pip can look for wheels of another interpreter than the one it runs in. */
const OTHER_PYTHONS = ['3.13', '3.12', '3.11', '3.10'] as const;

/** A tool's options, and the Python to use. */
export interface PythonOptions extends Omit<ToolOptions, 'timeLimitMs'> {
  readonly python: string;
}

/** The wheel that an earlier call has fetched into a folder. */
export async function fetchedWheel(folder: string): Promise<string | undefined> {
  const files = await readdir(folder).catch(() => []);
  const name = files.find((file) => file.endsWith('.whl'));
  return name === undefined ? undefined : join(folder, name);
}

/**
 * Fetches the wheel through pip, into a folder that may not exist. It gets its name there when it is whole.
 *
 * @returns the wheel's path
 * @throws CommandError with pip's reason
 */
export async function fetchWheel(folder: string, options: PythonOptions): Promise<string> {
  const unfinished = `${folder}.part`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await download(unfinished, options);
  await rename(unfinished, folder);
  const wheel = await fetchedWheel(folder);
  if (wheel === undefined)
    throw new CommandError(`pip said that it was done, and left no wheel in ${folder}`);
  return wheel;
}

async function download(folder: string, options: PythonOptions): Promise<void> {
  const { host, python } = options;
  const words = ['-m', 'pip', '--disable-pip-version-check', 'download', '--retries', '0', '--timeout', '30'];
  const what = ['--no-deps', '--no-cache-dir', '--dest', folder, `${wheelName(host)}==${TENSORFLOW_VERSION}`];
  const pip = (...more: string[]): Promise<string> =>
    runTool(python, [...words, ...more, ...what], {
      ...options,
      timeLimitMs: DOWNLOAD_LIMIT_MS,
      // The default is the system's folder, which may be a small disk in memory.
      variables: { TMPDIR: folder },
    });
  let refusal = await reasonOf(pip());
  for (const version of OTHER_PYTHONS) {
    if (refusal === undefined) return;
    if (!/No matching distribution/.test(refusal.output)) break;
    refusal = await reasonOf(pip('--only-binary', ':all:', '--python-version', version));
  }
  if (refusal === undefined) return;
  throw new CommandError(
    `pip could not fetch ${wheelName(host)} ${TENSORFLOW_VERSION}: ${explain(refusal)}; see that pip reaches an index that has it (pip config list) and run this again`,
  );
}

/** What a pip that failed says; one that was cut off ends the setup. */
async function reasonOf(work: Promise<string>): Promise<ToolError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof ToolError && error.reason !== 'ended') return error;
    throw error;
  }
}

function explain({ output, message }: ToolError): string {
  const said = output.split('\n').findLast((line) => line.startsWith('ERROR:')) ?? lastLine(output);
  return said.replace(/^ERROR: */, '') || message;
}

/** On arm64 the plain wheel is the one without GPU code. */
function wheelName({ architecture }: Host): string {
  return architecture === 'x64' ? 'tensorflow-cpu' : 'tensorflow';
}

/** Only what the addon is built and run with: of the 13,000 headers it includes some in these folders. */
const UNPACK = `
import sys, zipfile
wanted = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2', 'include/tensorflow/c/',
          'include/tensorflow/core/platform/', 'include/tsl/platform/', 'include/xla/tsl/c/']
with zipfile.ZipFile(sys.argv[1]) as wheel:
    wheel.extractall(sys.argv[2], [name for name in wheel.namelist()
                                   if name.startswith(tuple('tensorflow/' + part for part in wanted))])
`;

/**
 * Unpacks the wheel's libraries and headers and lays them out as the addon's build wants them: `lib` and `include`.
 *
 * @param destination - appears as a whole, when all is in it
 * @throws CommandError if Python can't unpack it
 */
export async function unpackWheel(wheel: string, destination: string, options: PythonOptions): Promise<void> {
  const { python } = options;
  const unfinished = `${dirname(wheel)}.unpacked`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await runTool(python, ['-c', UNPACK, wheel, unfinished], { ...options, timeLimitMs: UNPACK_LIMIT_MS });
    await layOut(join(unfinished, 'tensorflow'));
  } catch (cause) {
    if (cause instanceof ToolError && cause.reason === 'ended') throw cause;
    // It won't be better the next time.
    await rm(dirname(wheel), { recursive: true, force: true });
    const reason = cause instanceof ToolError ? lastLine(cause.output) : (cause as Error).message;
    throw new CommandError(`cannot unpack ${basename(wheel)}: ${reason}; run this again`, { cause });
  }
  await rename(join(unfinished, 'tensorflow'), destination);
}

/** Files by the names of a wheel become files by the names of a TensorFlow release for C. */
async function layOut(folder: string): Promise<void> {
  const lib = join(folder, 'lib');
  await mkdir(lib);
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    await rename(join(folder, name), join(lib, name));
  }
  await symlink('libtensorflow_cc.so.2', join(lib, 'libtensorflow.so'));
  await symlink('libtensorflow_framework.so.2', join(lib, 'libtensorflow_framework.so'));
}
