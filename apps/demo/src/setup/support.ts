// Where native TensorFlow can be had at all.
import { CommandError } from '../failure.js';
import type { Host } from '../terminal.js';

const WITHOUT = 'without it the TensorFlow engine runs on WebAssembly or plain JavaScript';

/**
 * Why this platform can't have native TensorFlow; undefined if it may.
 *
 * Builds of TensorFlow need glibc: an Alpine Linux, which has musl, can't load them.
 */
export function whyUnsupported({ system, architecture, libc }: Host): string | undefined {
  if (libc() === 'musl') {
    return `native TensorFlow needs glibc, and this system has musl: use a glibc system, such as the container image node:22-slim; ${WITHOUT}`;
  }
  if (['linux', 'darwin', 'win32'].includes(system) && ['x64', 'arm64'].includes(architecture))
    return undefined;
  return `there is no native TensorFlow for ${system}-${architecture}: use Linux, macOS or Windows on x64 or arm64; ${WITHOUT}`;
}

/**
 * Checks that this platform may have native TensorFlow.
 *
 * @throws CommandError with the reason and what works instead
 */
export function requireSupport(host: Host): void {
  const reason = whyUnsupported(host);
  if (reason !== undefined) throw new CommandError(reason);
}

/**
 * Checks that the wheel holds what the addon links with: those for macOS and Windows don't, or under other names.
 *
 * @throws CommandError elsewhere than on Linux
 */
export function requireWheelSupport({ system }: Host): void {
  if (system === 'linux') return;
  throw new CommandError(
    `on ${system} there is only the installer of @tensorflow/tfjs-node, which did not work: let this machine reach storage.googleapis.com and run this again; ${WITHOUT}`,
  );
}
