import { Argument, type Command } from 'commander';
import type { DetectionTiming } from '../bench/detection.js';
import type { AgentTiming, PaceOptions } from '../bench/dqn/paceAgents.js';
import type { EnvironmentPace } from '../bench/environmentSteps.js';
import type { Timing } from '../bench/measure.js';
import { integerOption, numberOption } from '../options.js';
import { describeMachine } from '../output/machine.js';
import { openProgress } from '../output/progress.js';
import { printTable } from '../output/table.js';
import type { Terminal } from '../terminal.js';
import { installedVersion, versionsInUse } from '../versions.js';

interface BenchOptions {
  readonly json?: string | true;
  readonly python: string;
  readonly seconds: number;
  readonly rounds: number;
}

const WORK = 'one DQN update: CartPole, batch 128, 4-120-84-2, target network, Adam';
const ROUNDS = 12;
const AGENT_WORK = 'environment steps of DQN with updates: CartPole-v1, the setting of CleanRL';

const DETECTION_WORK =
  'detection on one picture: preset photographs, input 320x240, leaky_relu:0.1, one thread';

/** `rectify bench`: this project against its peers, as ratios, and the pace of the environments. */
export function addBenchCommand(program: Command, terminal: Terminal): void {
  program
    .command('bench')
    .description(
      'Time training steps here and in other libraries, side by side on this machine; detection; or environments.',
    )
    .addArgument(
      new Argument(
        '[work]',
        'what to time: a DQN update, whole DQN trainings, convolutions, detection, or environments',
      )
        .choices(Object.keys(benchmarks))
        .default('update'),
    )
    .option('--json [file]', 'write JSON to FILE, or print it')
    .option('--python <path>', 'Python of the peers in PyTorch and JAX', 'python3')
    .option(
      '--seconds <n>',
      'bench dqn: length of a turn',
      numberOption('--seconds', { from: 0, to: 600 }),
      5,
    )
    .option('--rounds <n>', 'bench dqn: turns of each system', integerOption('--rounds', { from: 1 }), 3)
    .addHelpText(
      'after',
      '\nExamples:\n  rectify bench --json bench.json\n  rectify bench environments\n  rectify bench dqn --python venv/bin/python\n  rectify bench vision --python venv/bin/python\n  rectify bench detect',
    )
    .action(async (work: keyof typeof benchmarks, { json, ...options }: BenchOptions) => {
      const { rows, table } = await benchmarks[work](terminal, options);
      const result = { machine: describeMachine(terminal.host), versions: benchVersions(terminal), rows };
      const text = JSON.stringify(result, null, 2);
      terminal.print(json === true ? text : table);
      if (typeof json !== 'string') return;
      const { writeWholeFile } = await import('../output/writeFile.js');
      await writeWholeFile(json, `${text}\n`);
      terminal.note(`numbers in ${json}`);
    });
}

interface BenchResult {
  readonly rows: readonly object[];
  readonly table: string;
}

const benchmarks = {
  async update(terminal: Terminal): Promise<BenchResult> {
    return compared(WORK, await timeSystems(terminal));
  },
  async dqn(terminal: Terminal, { python, seconds, rounds }: BenchOptions): Promise<BenchResult> {
    const timings = await timeAgents(terminal, { python, turnSeconds: seconds, rounds });
    const rows = timings.map((timing) => ({
      work: AGENT_WORK,
      ...timing,
      ratio: ratioOf(timing.perSecond, timings[0]?.perSecond),
      processorRatio: ratioOf(timing.perProcessorSecond, timings[0]?.perProcessorSecond),
    }));
    return { rows, table: `${AGENT_WORK}\n\n${printAgents(rows)}` };
  },
  async vision(terminal: Terminal, { python }: BenchOptions): Promise<BenchResult> {
    const { timeSteps } = await import('../bench/vision/timeSteps.js');
    const { processorMs } = terminal.host;
    const works = await withProgress(terminal, (onShare) => timeSteps({ python, processorMs, onShare }));
    const results = works.map(({ work, timings }) => compared(work, timings));
    return {
      rows: results.flatMap(({ rows }) => rows),
      table: results.map(({ table }) => table).join('\n\n'),
    };
  },
  async detect(terminal: Terminal): Promise<BenchResult> {
    const { timeDetection } = await import('../bench/detection.js');
    const { processorMs } = terminal.host;
    const rows = await withProgress(terminal, (onShare) => timeDetection({ processorMs, onShare }));
    return { rows, table: `${DETECTION_WORK}\n\n${printDetection(rows)}` };
  },
  async environments(terminal: Terminal): Promise<BenchResult> {
    const paces = await timePaces(terminal);
    const rows = paces.map(({ environment, ...pace }) => ({
      work: `steps of ${environment}`,
      system: 'rectify',
      ...pace,
    }));
    return { rows, table: printPaces(paces) };
  },
};

function printDetection(rows: readonly DetectionTiming[]): string {
  const numeric = ['median ms', '5 %', '95 %', 'runs', 'processor ms'];
  return printTable(
    [{ heading: 'work' }, ...numeric.map((heading) => ({ heading, isNumeric: true }))],
    rows.map(({ work, medianMs, low, high, runs, processorMs }) => [
      work,
      ...[medianMs, low, high].map((ms) => ms.toFixed(2)),
      String(runs),
      processorMs.toFixed(2),
    ]),
  );
}

async function timeAgents(
  terminal: Terminal,
  options: Pick<PaceOptions, 'python' | 'turnSeconds' | 'rounds'>,
): Promise<AgentTiming[]> {
  const { paceAgents } = await import('../bench/dqn/paceAgents.js');
  const { agentSystems } = await import('../bench/dqn/systems.js');
  const { host } = terminal;
  const signal = terminal.interruption();
  return withProgress(terminal, (onShare) => paceAgents(agentSystems, { ...options, host, signal, onShare }));
}

type AgentRow = AgentTiming & Pick<Row, 'ratio' | 'processorRatio'>;

function printAgents(rows: readonly AgentRow[]): string {
  const headings = ['steps per second', '5 %', '95 %', 'ratio', 'per processor second', 'ratio'];
  const count = (value: number | null): string =>
    value === null ? '-' : Math.round(value).toLocaleString('en');
  return printTable(
    [{ heading: 'system' }, ...headings.map((heading) => ({ heading, isNumeric: true })), { heading: '' }],
    rows.map(({ system, perSecond, low, high, ratio, perProcessorSecond, processorRatio, ...rest }) => [
      system,
      ...[perSecond, low, high].map(count),
      ratio?.toFixed(2) ?? '-',
      count(perProcessorSecond),
      processorRatio?.toFixed(2) ?? '-',
      rest.absent === undefined ? printVersions(rest.versions) : `absent: ${rest.absent}`,
    ]),
  );
}

function printVersions(versions: Readonly<Record<string, string>> = {}): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

async function timePaces(terminal: Terminal): Promise<EnvironmentPace[]> {
  const { timeEnvironments } = await import('../bench/environmentSteps.js');
  return withProgress(terminal, async (onShare) => timeEnvironments(terminal.host.processorMs, onShare));
}

async function withProgress<Result>(
  terminal: Terminal,
  work: (onShare: (share: number) => void) => Promise<Result>,
): Promise<Result> {
  const progress = openProgress(terminal, 'bench');
  try {
    return await work((share) => progress.update({ share }));
  } finally {
    progress.end();
  }
}

function printPaces(paces: readonly EnvironmentPace[]): string {
  const numeric = ['steps per second', '5 %', '95 %', 'ns per step'].map((heading) => ({
    heading,
    isNumeric: true,
  }));
  return printTable(
    [{ heading: 'environment' }, ...numeric],
    paces.map(({ environment, perSecond, low, high }) => [
      environment,
      ...[perSecond, low, high].map((pace) => Math.round(pace).toLocaleString('en')),
      (1e9 / perSecond).toFixed(0),
    ]),
  );
}

async function timeSystems(terminal: Terminal): Promise<Timing[]> {
  const { measure } = await import('../bench/measure.js');
  const { rectifySystem } = await import('../bench/rectifySystem.js');
  const { peers } = await import('../bench/peers.js');
  const { randomBatch } = await import('../bench/cartPoleUpdate.js');
  const batches = [1, 2, 3, 4].map(randomBatch);
  return withProgress(terminal, (onShare) =>
    measure([rectifySystem, ...peers], batches, {
      rounds: ROUNDS,
      turnMs: 250,
      updatesInTurn: 200,
      processorMs: terminal.host.processorMs,
      onRound: (round) => onShare(round / ROUNDS),
    }),
  );
}

function benchVersions({ host }: Terminal): Record<string, string> {
  const names = ['@tensorflow/tfjs-backend-wasm', '@tensorflow/tfjs-node'];
  const installed = names.flatMap((name) => {
    const version = installedVersion(name, '@rectify/nn');
    return version === undefined ? [] : [[name, version] as const];
  });
  return { ...versionsInUse(host.nodeVersion), ...Object.fromEntries(installed) };
}

function ratioOf(time: number | null, reference: number | null | undefined): number | null {
  return time === null || !reference ? null : time / reference;
}

/** The timings of one work with their ratios to the first. */
function compared(work: string, timings: readonly Timing[]): BenchResult {
  const rows = timings.map((timing) => ({
    work,
    ...timing,
    ratio: ratioOf(timing.medianMs, timings[0]?.medianMs),
    processorRatio: ratioOf(timing.processorMs, timings[0]?.processorMs),
  }));
  return { rows, table: `${work}\n\n${printRows(rows)}` };
}

interface Row extends Timing {
  readonly ratio: number | null;
  /** The same of the processor times. */
  readonly processorRatio: number | null;
}

function printRows(rows: readonly Row[]): string {
  const numeric = ['median ms', '5 %', '95 %', 'updates', 'ratio', 'processor ms', 'ratio'].map(
    (heading) => ({
      heading,
      isNumeric: true,
    }),
  );
  return printTable(
    [{ heading: 'system' }, ...numeric, { heading: '' }],
    rows.map(({ system, medianMs, low, high, runs, ratio, processorMs, processorRatio, absent }) => [
      system,
      ...[medianMs, low, high].map((ms) => ms?.toFixed(3) ?? '-'),
      String(runs),
      ratio?.toFixed(1) ?? '-',
      processorMs?.toFixed(3) ?? '-',
      processorRatio?.toFixed(1) ?? '-',
      absent === undefined ? '' : `absent: ${absent}`,
    ]),
  );
}
