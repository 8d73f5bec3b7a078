// A system in another language, started from `benchmarks/peers`: a line of JSON in, a line of JSON out.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { lastLine } from '../setup/runTool.js';

/** Where the peers' scripts are. */
export const PEERS = new URL('../../../../benchmarks/peers/', import.meta.url);
const KEPT_CHARACTERS = 2_000;

/** A program that answers. It ends when its input does, so it never outlives this process. */
export interface PeerProcess {
  /**
   * The answer to a question.
   *
   * @throws Error with the last line that the program complained with, if it ended instead
   */
  ask(question: object): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts a script of `benchmarks/peers` with a Python; if that is missing, the first question fails. */
export function startPeer(python: string, script: string, words: readonly string[]): PeerProcess {
  const child = spawn(python, [fileURLToPath(new URL(script, PEERS)), ...words], { stdio: 'pipe' });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const reason = reasonOfEnd(child, python);
  // A program that has ended refuses what is written to it; `reason` knows more about it.
  child.stdin.on('error', () => {});
  return {
    ask: async (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { done, value } = await lines.next();
      if (done === true) throw new Error(await reason);
      return JSON.parse(value);
    },
    close: async () => {
      child.stdin.end();
      await reason;
    },
  };
}

async function reasonOfEnd(child: ChildProcess, python: string): Promise<string> {
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-KEPT_CHARACTERS);
  });
  try {
    await once(child, 'close');
  } catch (error) {
    return `${(error as Error).message}; name a Python that has the peer's packages with --python`;
  }
  return lastLine(complaint) || `${python} ended without an answer`;
}
