// The machine itself: Node, platform, cores, memory, disk.
import { access, constants, stat, statfs } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Host } from '../terminal.js';
import { broken, type Finding, missing, present, reasonOf } from './check.js';

/** The oldest Node that is supported, as in package.json. */
const OLDEST_NODE = [20, 19] as const;
const GIBIBYTE = 2 ** 30;
/** Enough for a study with its runs, with room to spare. */
const COMFORTABLE_DISK_BYTES = GIBIBYTE / 2;

/** Version of Node. */
export function checkNode({ nodeVersion }: Host): Finding {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const isRecent = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (isRecent) return present('node', nodeVersion);
  return broken(
    'node',
    `${nodeVersion} is older than ${OLDEST_NODE.join('.')}`,
    'install a newer Node from nodejs.org',
  );
}

/** System, architecture and C library. */
export function checkPlatform({ system, architecture, libc }: Host): Finding {
  const library = libc();
  return present('platform', [`${system}-${architecture}`, ...(library ? [library] : [])].join(', '));
}

/** Processor and the cores that this process may use. */
export function checkCores(): Finding {
  const cores = availableParallelism();
  return present('cores', `${cores} (${cpus()[0]?.model.trim() ?? 'unknown processor'})`);
}

/** Memory of the machine. */
export function checkMemory(): Finding {
  const gibibytes = totalmem() / GIBIBYTE;
  const detail = `${gibibytes.toFixed(1)} GiB`;
  return gibibytes >= 2
    ? present('memory', detail)
    : missing('memory', `${detail} is little`, 'run the demo with --jobs 1');
}

/** Whether results can be written below a folder that may not exist yet, and how much fits. */
export async function checkOutput(directory: string): Promise<Finding> {
  const existing = await nearestExisting(resolve(directory));
  const name = 'output';
  try {
    if (!(await stat(existing)).isDirectory()) {
      return broken(name, `${existing} is a file`, 'choose another folder with --out');
    }
    await access(existing, constants.W_OK);
    const { bavail, bsize } = await statfs(existing);
    const detail = `${directory} is writable, ${((bavail * bsize) / GIBIBYTE).toFixed(1)} GiB free`;
    if (bavail * bsize >= COMFORTABLE_DISK_BYTES) return present(name, detail);
    return missing(name, `${detail}, which is little`, 'make room, or choose another folder with --out');
  } catch (error) {
    return broken(
      name,
      `${existing} can't be written to (${reasonOf(error)})`,
      'choose another folder with --out',
    );
  }
}

async function nearestExisting(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch {
    return dirname(path) === path ? path : nearestExisting(dirname(path));
  }
}
