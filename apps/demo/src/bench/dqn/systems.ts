// Who is compared, and how each is started: with the number of steps as its last word, and a line of JSON as its answer.
import { fileURLToPath } from 'node:url';
import { PEERS } from '../peerProcess.js';

/** One of the systems that are compared. */
export interface AgentSystem {
  readonly name: string;
  /** Which program runs it. */
  readonly runtime: 'node' | 'python';
  /** What the program is given ahead of the number of steps. */
  readonly words: readonly string[];
  /** How many of it run side by side. */
  readonly processes: number;
}

/** More members make each update dearer again: their numbers no longer fit the processor's second cache. */
const MEMBERS = 8;

const PROCESS = fileURLToPath(new URL('../../../dist/bench/dqn/trainingProcess.js', import.meta.url));

const ours = (name: string, members: number, { processes = 1, threads = 1 } = {}): AgentSystem => ({
  name,
  runtime: 'node',
  words: [PROCESS, 'rectify', String(members), String(threads)],
  processes,
});

const tensorflow = (name: string, backend: string): AgentSystem => ({
  name,
  runtime: 'node',
  words: [PROCESS, 'tensorflow', backend],
  processes: 1,
});

const python = (name: string, script: string): AgentSystem => ({
  name,
  runtime: 'python',
  words: [fileURLToPath(new URL(script, PEERS))],
  processes: 1,
});

/** The first one is what the others are compared with. */
export const agentSystems: readonly AgentSystem[] = [
  ours('rectify', 1),
  ours('rectify, 2 threads', 1, { threads: 2 }),
  ours('rectify, 2 processes', 1, { processes: 2 }),
  ours(`rectify, population of ${MEMBERS}`, MEMBERS),
  ours(`rectify, 2 populations of ${MEMBERS}`, MEMBERS, { processes: 2 }),
  tensorflow('tfjs-node (native)', 'native'),
  tensorflow('tfjs (WebAssembly)', 'wasm'),
  python('PyTorch, Gymnasium', 'dqn_pytorch.py'),
  python('JAX, one compiled scan', 'dqn_jax.py'),
];
