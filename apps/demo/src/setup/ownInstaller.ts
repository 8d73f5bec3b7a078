// The package's own installer: it downloads a release for C, and an addon if there is one for this platform.
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTool, ToolError, type ToolOptions } from './runTool.js';
import type { TensorflowPackage } from './tensorflowPackage.js';

const TIME_LIMIT_MS = 20 * 60_000;
/** A host that sends nothing for so long is blocked. */
const SILENCE_LIMIT_MS = 30_000;

/**
 * Runs the installer.
 *
 * @returns why it didn't work; undefined if it did
 * @throws ToolError if the setup was interrupted
 */
export async function runOwnInstaller(
  place: TensorflowPackage,
  options: Omit<ToolOptions, 'timeLimitMs'>,
): Promise<string | undefined> {
  const manifest = join(place.folder, 'package.json');
  const original = join(place.workshop, 'package.json');
  await mkdir(place.workshop, { recursive: true });
  await copyFile(manifest, original);
  // The installer writes into its package.json, which may be one file with that of other projects: a copy isn't.
  await replaceByCopy(original, manifest);
  const { signal, stop } = silenceSignal(place.libraries, options.signal);
  try {
    await runTool('npm', ['run', 'install'], {
      ...options,
      signal,
      folder: place.folder,
      timeLimitMs: TIME_LIMIT_MS,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof ToolError) || options.signal.aborted) throw error;
    return reasonOf(error);
  } finally {
    stop();
    await replaceByCopy(original, manifest);
  }
}

async function replaceByCopy(from: string, to: string): Promise<void> {
  await copyFile(from, `${to}.part`);
  await rename(`${to}.part`, to);
}

/** Aborts if nothing has arrived in a folder for a while, or with another signal. */
function silenceSignal(folder: string, signal: AbortSignal) {
  const silence = new AbortController();
  const timer = setTimeout(async () => {
    const files = await readdir(folder).catch(() => []);
    if (files.length === 0) silence.abort();
  }, SILENCE_LIMIT_MS);
  return { signal: AbortSignal.any([signal, silence.signal]), stop: () => clearTimeout(timer) };
}

function reasonOf({ reason, message, output }: ToolError): string {
  if (reason === 'ended') return 'nothing arrived from its host';
  const line = output.split('\n').find((text) => /\b(Error|ERR!)/.test(text));
  return line?.trim() ?? message;
}

/** Removes what an installer that failed left in the package. */
export async function removeRemains({ libraries, addon, build }: TensorflowPackage): Promise<void> {
  for (const path of [addon, libraries, build]) await rm(path, { recursive: true, force: true });
}
