// A Python with pip. Any will do: nothing of the wheel is run by it.
import { CommandError } from '../failure.js';
import { runTool, ToolError, type ToolOptions } from './runTool.js';

const NAMES = ['python3', 'python'] as const;
const TIME_LIMIT_MS = 60_000;
const REMEDY =
  'install Python 3 with pip (Debian and Ubuntu: apt-get install python3-pip) and run this again';

/**
 * The name of an interpreter on the path that has pip.
 *
 * @throws CommandError if there is no Python, or none with pip
 */
export async function findPython(options: Omit<ToolOptions, 'timeLimitMs'>): Promise<string> {
  let isThere = false;
  for (const name of NAMES) {
    try {
      await runTool(name, ['-m', 'pip', '--version'], { ...options, timeLimitMs: TIME_LIMIT_MS });
      return name;
    } catch (error) {
      if (!(error instanceof ToolError) || error.reason === 'ended') throw error;
      isThere ||= error.reason === 'failed';
    }
  }
  throw new CommandError(
    isThere
      ? `${NAMES.join(' and ')} have no pip; ${REMEDY}`
      : `there is no ${NAMES.join(' or ')} on the path; ${REMEDY}`,
  );
}
