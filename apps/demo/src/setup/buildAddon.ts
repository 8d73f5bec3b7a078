// The addon between Node and TensorFlow, compiled by node-gyp.
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { CommandError } from '../failure.js';
import type { Host } from '../terminal.js';
import { runTool, ToolError, type ToolOptions } from './runTool.js';
import { NODE_API_VERSION, type TensorflowPackage } from './tensorflowPackage.js';

const BUILD_LIMIT_MS = 10 * 60_000;
const LOOK_LIMIT_MS = 30_000;
const REMEDY = 'install one (Debian and Ubuntu: apt-get install build-essential) and run this again';

/** A tool's options without its limit. */
type Options = Omit<ToolOptions, 'timeLimitMs'>;

/**
 * Checks that there is what compiles the addon.
 *
 * @throws CommandError if `make` or a C++ compiler is missing
 */
export async function requireCompiler(options: Options): Promise<void> {
  const { CXX = 'g++', MAKE = 'make' } = options.host.environment;
  for (const [what, program] of [
    ['make', MAKE],
    ['C++ compiler', CXX],
  ] as const) {
    try {
      await runTool(program, ['--version'], { ...options, timeLimitMs: LOOK_LIMIT_MS });
    } catch (cause) {
      if (cause instanceof ToolError && cause.reason === 'ended') throw cause;
      throw new CommandError(`there is no ${what} (looked for ${program}); ${REMEDY}`, { cause });
    }
  }
}

/**
 * Compiles the addon against the libraries in the package, and puts it in its place when it is whole.
 *
 * @throws CommandError with the compiler's reason
 */
export async function buildAddon(
  { folder, addon, workshop, build }: TensorflowPackage,
  options: Options,
): Promise<void> {
  const fresh = join(workshop, 'addon');
  const words = [
    createRequire(import.meta.url).resolve('node-gyp/bin/node-gyp.js'),
    'rebuild',
    '--module_name=tfjs_binding',
    `--module_path=${fresh}`,
    `--napi_build_version=${NODE_API_VERSION}`,
    ...(await headersWord(options.host)),
  ];
  try {
    const { executable } = options.host;
    await runTool(executable, words, { ...options, folder, timeLimitMs: BUILD_LIMIT_MS });
  } catch (cause) {
    if (!(cause instanceof ToolError) || cause.reason === 'ended') throw cause;
    throw new CommandError(`the addon does not compile: ${firstError(cause.output)}`, { cause });
  } finally {
    await rm(build, { recursive: true, force: true });
  }
  await mkdir(dirname(addon), { recursive: true });
  await rename(join(fresh, 'tfjs_binding.node'), addon);
}

/**
 * Headers that lie beside a Node save node-gyp a download. Those of another version do as well: the addon uses only
 * the Node-API, which is the same in all of them.
 */
async function headersWord({ executable, environment }: Host): Promise<string[]> {
  const folders = [dirname(executable), ...(environment.PATH ?? '').split(delimiter)];
  for (const prefix of folders.map((bin) => dirname(bin))) {
    const isThere = await access(join(prefix, 'include', 'node', 'node_api.h')).then(
      () => true,
      () => false,
    );
    if (isThere) return [`--nodedir=${prefix}`];
  }
  return [];
}

function firstError(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => /\berror\b|gyp ERR! stack/i.test(line)) ?? lines.at(-1) ?? '';
}
