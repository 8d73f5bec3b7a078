import { join } from 'node:path';
import { notesOn, parseActivation } from '@rectify/activations';
import { planRuns, type Task } from '@rectify/benchmark';
import { CommandError, InterruptedError } from '../failure.js';
import { claimFolder } from '../output/claimFolder.js';
import { describeMachine } from '../output/machine.js';
import { configurationHash } from '../runs/configurationHash.js';
import type { RunConfig } from '../runs/runConfig.js';
import { type Opening, openRunDirectory, type RunDirectory } from '../runs/runDirectory.js';
import type { Terminal } from '../terminal.js';
import { versionsInUse } from '../versions.js';
import { requireThreads } from './openEngine.js';
import { openTensorboard, requireTensorboard } from './tensorboard.js';

/** A training that was told to stop saves its state first, in the middle of an evaluation after it. */
const PATIENCE_MS = 60_000;

/** Where a training goes. */
export interface TrainingPlace {
  /** Default: a folder named after the run, below `rectify-out`. */
  readonly out?: string | undefined;
  readonly resume?: boolean | undefined;
  /** Folder for TensorBoard's event files; default: none are written. */
  readonly tensorboard?: string | undefined;
}

/** What is known of a run before it is made. */
export type BareConfig<Config extends RunConfig> = Pick<Config, 'kind' | 'options' | 'effectiveSettings'>;

/** The whole configuration: with versions, hash and machine, as `config.json` keeps them. */
export function completeConfig<Config extends RunConfig>({ host }: Terminal, bare: BareConfig<Config>) {
  const deciding = { ...bare, versions: versionsInUse(host.nodeVersion) };
  return { ...deciding, hash: configurationHash(deciding as RunConfig), machine: describeMachine(host) };
}

/** The folder of a run that was given none. */
function defaultOut(config: RunConfig): string {
  const { kind, options } = config;
  const [run] = planRuns({
    name: '',
    question: '',
    arms: [{ activation: options.activation }],
    tasks: [taskOf(config)],
    seeds: [options.seed],
  });
  return join('rectify-out', run?.name ?? kind);
}

function taskOf({ kind, options }: RunConfig): Task {
  switch (kind) {
    case 'dqn':
      return { application: kind, environment: options.environment, steps: options.steps };
    case 'detector':
      return { application: kind, data: options.data, epochs: options.epochs };
    case 'classifier':
      return { application: kind, network: options.network, epochs: options.epochs };
  }
}

/** Opens the run's directory. Says so if the run is finished already, and what is unusual about its activation. */
export async function openTraining(
  terminal: Terminal,
  config: RunConfig,
  { out = defaultOut(config), resume = false, tensorboard }: TrainingPlace,
): Promise<Opening> {
  requireThreads(config.options);
  if (tensorboard !== undefined) requireTensorboard();
  const claim = (path: string) =>
    claimFolder(terminal.host, path, {
      patienceMs: PATIENCE_MS,
      onWait: (holder) => terminal.note(`${path}: waiting for process ${holder}, which is at work there`),
    });
  const opening = await openRunDirectory(out, config, { resume, claim });
  for (const note of notesOn(parseActivation(config.options.activation))) terminal.note(`note: ${note}`);
  if (opening.state === 'finished') terminal.note(`${out} holds this run, finished; its result is`);
  else if (tensorboard !== undefined) opening.directory.mirrorMetrics(() => openTensorboard(tensorboard));
  return opening;
}

/**
 * Does what fills a run's directory; if it fails, the error says what became of the run.
 *
 * @throws CommandError, or the InterruptedError of the work itself
 */
export async function fill<Result>(directory: RunDirectory, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof InterruptedError) throw cause;
    const hint = `the run in ${directory.path} is unfinished; --resume goes on from its last checkpoint`;
    throw new CommandError(`${(cause as Error).message}; ${hint}`, { cause });
  } finally {
    directory.close();
  }
}
