import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Version of the project. */
export function rectifyVersion(): string {
  return readPackage(fileURLToPath(new URL('../package.json', import.meta.url))).version;
}

/**
 * The versions that a result depends on, by name, as they are kept in run directories.
 *
 * @param nodeVersion - as the terminal knows it
 */
export function versionsInUse(nodeVersion: string): Record<string, string> {
  return {
    rectify: rectifyVersion(),
    node: nodeVersion,
    'onnxruntime-node': installedVersion('onnxruntime-node', '@rectify/nn') ?? 'absent',
    '@tensorflow/tfjs-core': installedVersion('@tensorflow/tfjs-core', '@rectify/nn') ?? 'absent',
    sharp: installedVersion('sharp') ?? 'absent',
  };
}

/**
 * Version of an installed package; undefined if it isn't installed.
 *
 * @param dependent - the package that depends on it, if that isn't the command line itself
 */
export function installedVersion(name: string, dependent?: string): string | undefined {
  return installedPackage(name, dependent)?.version;
}

/** A package that is installed. */
export interface InstalledPackage {
  readonly version: string;
  /** Where it lies, links resolved. */
  readonly folder: string;
}

/**
 * An installed package; undefined if it isn't installed.
 *
 * @param dependent - the package that depends on it, if that isn't the command line itself
 */
export function installedPackage(name: string, dependent?: string): InstalledPackage | undefined {
  try {
    const from = dependent === undefined ? import.meta.url : import.meta.resolve(dependent);
    return packageAbove(createRequire(from).resolve(name), name);
  } catch {
    return undefined;
  }
}

/** The package that a file of it lies in, by the `package.json` above; packages rarely export that file. */
function packageAbove(file: string, name: string): InstalledPackage | undefined {
  const folder = dirname(file);
  if (folder === file) return undefined;
  const candidate = join(folder, 'package.json');
  const found = existsSync(candidate) ? readPackage(candidate) : undefined;
  return found?.name === name ? { version: found.version, folder } : packageAbove(folder, name);
}

function readPackage(file: string): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(file, 'utf8')) as { name: string; version: string };
}
