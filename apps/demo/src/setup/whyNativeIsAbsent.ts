// Whether native TensorFlow loads is tried in a process of its own: a library that is broken may end it.
import { fileURLToPath } from 'node:url';
import { lastLine, runTool, ToolError, type ToolOptions } from './runTool.js';

const PROBE = fileURLToPath(new URL('probe.js', import.meta.url));
const TIME_LIMIT_MS = 120_000;

/**
 * Loads native TensorFlow and computes 1 + 2 with it.
 *
 * @returns why that fails; undefined if it works
 */
export async function whyNativeIsAbsent(
  options: Pick<ToolOptions, 'host' | 'signal'>,
): Promise<string | undefined> {
  try {
    await runTool(options.host.executable, [PROBE], { ...options, timeLimitMs: TIME_LIMIT_MS });
    return undefined;
  } catch (error) {
    if (!(error instanceof ToolError) || options.signal.aborted) throw error;
    return lastLine(error.output) || error.message;
  }
}
