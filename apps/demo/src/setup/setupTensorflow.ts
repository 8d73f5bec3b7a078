// The native library of @tensorflow/tfjs-node: its own installer first, else the libraries of TensorFlow's wheel and
// an addon that is compiled here. Every step appears as a whole, so that a setup may stop anywhere.
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, InterruptedError } from '../failure.js';
import type { Progress } from '../output/progress.js';
import type { Host } from '../terminal.js';
import { buildAddon, requireCompiler } from './buildAddon.js';
import { requireSpace } from './diskSpace.js';
import { removeRemains, runOwnInstaller } from './ownInstaller.js';
import { findPython } from './python.js';
import { ToolError } from './runTool.js';
import { requireSupport, requireWheelSupport } from './support.js';
import type { TensorflowPackage } from './tensorflowPackage.js';
import {
  fetchedWheel,
  fetchWheel,
  TENSORFLOW_VERSION,
  UNPACKED_BYTES,
  unpackWheel,
  WHEEL_BYTES,
} from './wheel.js';

/** Where the native library came from; `present`: it was there already. */
export type Source = 'present' | 'installer' | 'wheel';

/** Where a finished download lies in the workshop. */
const WHEEL_FOLDER = 'wheel';

/** What a setup works with. */
export interface SetupOptions {
  readonly host: Host;
  readonly place: TensorflowPackage;
  /** Really loads the library; returns why that fails, undefined if it works. */
  readonly whyAbsent: () => Promise<string | undefined>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Says what happened in a line. */
  readonly note: (line: string) => void;
}

/**
 * Provides the native library. Does nothing if it loads already; goes on where an earlier call was stopped.
 *
 * @throws CommandError with what is missing and what to do; the package is then as if nothing had been tried, but a
 *   finished download stays for the next call
 * @throws InterruptedError if the signal was aborted
 */
export async function setupTensorflow(options: SetupOptions): Promise<Source> {
  const { host, place, whyAbsent, signal } = options;
  if ((await whyAbsent()) === undefined) return 'present';
  requireSupport(host);
  try {
    const source = await provide(options);
    await rm(place.workshop, { recursive: true, force: true });
    return source;
  } catch (error) {
    await cleanUp(place);
    if (signal.aborted) throw new InterruptedError(await interruptedMessage(place));
    throw error instanceof ToolError ? new CommandError(error.message, { cause: error }) : error;
  }
}

async function provide(options: SetupOptions): Promise<Source> {
  const { host, place, whyAbsent, note, progress } = options;
  await cleanUp(place);
  await requireRoom(place);
  progress.update({ share: 0, remark: "the package's own installer" });
  const failure = await tryInstaller(options);
  if (failure === undefined) return 'installer';
  note(`the package's own installer did not work (${failure}); trying TensorFlow's wheel`);
  await removeRemains(place);
  requireWheelSupport(host);
  await fromWheel(options);
  const remaining = await whyAbsent();
  if (remaining === undefined) return 'wheel';
  throw new CommandError(
    `TensorFlow ${TENSORFLOW_VERSION} was installed and does not load: ${remaining}; see rectify doctor for what works without it`,
  );
}

/** @returns why the native library isn't there afterwards */
async function tryInstaller({ place, host, signal, whyAbsent }: SetupOptions): Promise<string | undefined> {
  return (await runOwnInstaller(place, { host, signal })) ?? (await whyAbsent());
}

async function fromWheel({ host, place, signal, progress }: SetupOptions): Promise<void> {
  const options = { host, signal };
  // Cheap questions first: nobody wants to download for minutes to learn that there is no compiler.
  await requireCompiler(options);
  const withPython = { ...options, python: await findPython(options) };
  const folder = join(place.workshop, WHEEL_FOLDER);
  progress.update({ share: 0.1, remark: `downloading TensorFlow ${TENSORFLOW_VERSION}` });
  const wheel = (await fetchedWheel(folder)) ?? (await fetchWheel(folder, withPython));
  progress.update({ share: 0.5, remark: 'unpacking' });
  const unpacked = join(place.workshop, 'deps');
  await unpackWheel(wheel, unpacked, withPython);
  await rename(unpacked, place.libraries);
  progress.update({ share: 0.7, remark: 'compiling the addon' });
  await buildAddon(place, options);
  progress.update({ share: 1, remark: 'done' });
}

async function requireRoom({ folder, workshop }: TensorflowPackage): Promise<void> {
  const isFetched = (await fetchedWheel(join(workshop, WHEEL_FOLDER))) !== undefined;
  // While pip works, the wheel is there twice: what arrives, and what it copies that to.
  const bytes = isFetched ? UNPACKED_BYTES : UNPACKED_BYTES + 2 * WHEEL_BYTES;
  await requireSpace(folder, { bytes, purpose: "for TensorFlow's libraries" });
}

/** Leaves the package as it was before a setup, with a download that is whole. */
async function cleanUp(place: TensorflowPackage): Promise<void> {
  await removeRemains(place);
  const made = await readdir(place.workshop).catch((): string[] => []);
  for (const name of made.filter((file) => file !== WHEEL_FOLDER)) {
    await rm(join(place.workshop, name), { recursive: true, force: true });
  }
  if (!made.includes(WHEEL_FOLDER)) await rm(place.workshop, { recursive: true, force: true });
}

async function interruptedMessage({ workshop }: TensorflowPackage): Promise<string> {
  const isFetched = (await fetchedWheel(join(workshop, WHEEL_FOLDER))) !== undefined;
  return `stopped; ${isFetched ? 'the download is kept' : 'nothing is left behind'}; this goes on: rectify setup tensorflow`;
}
