// Whole trainings side by side: the systems take turns, each in fresh processes, so that a busy moment of the machine
// hits all of them.
import { median, quantile } from '@rectify/benchmark';
import { lastLine, runTool, ToolError } from '../../setup/runTool.js';
import type { Host } from '../../terminal.js';
import type { Pace } from './setting.js';
import type { AgentSystem } from './systems.js';

/** How long to measure, and on what. */
export interface PaceOptions {
  /** The Python of the peers. */
  readonly python: string;
  /** Turns that every system gets. */
  readonly rounds: number;
  /** How long a turn is meant to take. */
  readonly turnSeconds: number;
  readonly host: Host;
  /** Aborting ends the programs. */
  readonly signal: AbortSignal;
  readonly onShare: (share: number) => void;
}

/** The pace of one system. */
export interface AgentTiming {
  readonly system: string;
  /** Environment steps in a second, all processes together: median, 5th and 95th percentile over the turns; null if absent. */
  readonly perSecond: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Environment steps in a second of processor time: other programs on the machine then matter little. */
  readonly perProcessorSecond: number | null;
  /** Turns. */
  readonly runs: number;
  /** Versions that the system tells. */
  readonly versions?: Readonly<Record<string, string>>;
  /** Why the system was not measured. */
  readonly absent?: string;
}

/** What a process answers. */
interface Answer extends Pace {
  readonly versions?: Readonly<Record<string, string>>;
}

const PROBE_STEPS = 2_000;
const FEWEST_STEPS = 500;
const TIME_LIMIT_MS = 600_000;

/** Times every system; one that doesn't work here is told with the reason. */
export async function paceAgents(
  systems: readonly AgentSystem[],
  options: PaceOptions,
): Promise<AgentTiming[]> {
  const turns = (options.rounds + 1) * systems.length;
  let taken = 0;
  const entries: Entry[] = [];
  for (const system of systems) {
    entries.push(await probe(system, options));
    options.onShare(++taken / turns);
  }
  for (let round = 0; round < options.rounds; round++) {
    for (const { system, steps, paces } of entries) {
      if (steps !== undefined) paces.push(await takeTurn(system, steps, options));
      options.onShare(++taken / turns);
    }
  }
  return entries.map(timingOf);
}

interface Entry {
  readonly system: AgentSystem;
  readonly paces: Answer[];
  /** Steps of a turn in each process. */
  readonly steps?: number;
  readonly absent?: string;
}

/** Finds out whether a system works, and how many steps fill its turn. */
async function probe(system: AgentSystem, options: PaceOptions): Promise<Entry> {
  try {
    const { seconds } = await takeTurn(system, PROBE_STEPS, options);
    const steps = Math.round((PROBE_STEPS * options.turnSeconds) / seconds);
    return { system, paces: [], steps: Math.max(FEWEST_STEPS, steps) };
  } catch (error) {
    if (options.signal.aborted) throw error;
    return { system, paces: [], absent: reasonOf(error, system) };
  }
}

function reasonOf(error: unknown, { runtime }: AgentSystem): string {
  if (!(error instanceof ToolError)) return String(error);
  if (runtime === 'python' && (error.reason === 'missing' || error.output.includes('ModuleNotFoundError'))) {
    return `${lastLine(error.output) || error.message}; name a Python that has it with --python`;
  }
  return error.output.match(/^Error: (.*)/m)?.[1] ?? (lastLine(error.output) || error.message);
}

async function takeTurn(system: AgentSystem, steps: number, options: PaceOptions): Promise<Answer> {
  const { host, signal, python } = options;
  const program = system.runtime === 'python' ? python : host.executable;
  const answers = await Promise.all(
    Array.from({ length: system.processes }, async () => {
      const words = [...system.words, String(steps)];
      return answerIn(await runTool(program, words, { host, signal, timeLimitMs: TIME_LIMIT_MS }));
    }),
  );
  return together(answers);
}

/** The line of JSON among what a program wrote. */
function answerIn(output: string): Answer {
  const line = output.split('\n').findLast((text) => text.startsWith('{'));
  if (line === undefined) throw new Error(`no answer, but "${lastLine(output)}"`);
  return JSON.parse(line) as Answer;
}

/** Processes that began together took the time of the slowest. */
function together(answers: readonly Answer[]): Answer {
  const sum = (key: 'steps' | 'processorSeconds') =>
    answers.reduce((total, answer) => total + answer[key], 0);
  return {
    ...answers[0],
    steps: sum('steps'),
    processorSeconds: sum('processorSeconds'),
    seconds: Math.max(...answers.map(({ seconds }) => seconds)),
  };
}

function timingOf({ system: { name: system }, paces, absent }: Entry): AgentTiming {
  const perSecond = paces.map(({ steps, seconds }) => steps / seconds);
  const perProcessorSecond = paces.map(({ steps, processorSeconds }) => steps / processorSeconds);
  const versions = paces[0]?.versions;
  const of = (value: (paces: readonly number[]) => number) => (paces.length === 0 ? null : value(perSecond));
  return {
    system,
    perSecond: of(median),
    low: of((all) => quantile(all, 0.05)),
    high: of((all) => quantile(all, 0.95)),
    perProcessorSecond: paces.length === 0 ? null : median(perProcessorSecond),
    runs: paces.length,
    ...(versions !== undefined && { versions }),
    ...(absent !== undefined && { absent }),
  };
}
