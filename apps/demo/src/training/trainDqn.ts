import type { DqnResult } from '@rectify/benchmark';
import {
  type Agent,
  type AgentSettings,
  agentSettings,
  createAgent,
  DivergenceError,
  environmentSpecification,
  type FinishedEvent,
  loadAgent,
} from '@rectify/dqn';
import type { Engine } from '@rectify/nn';
import { InterruptedError, UsageError } from '../failure.js';
import { openProgress } from '../output/progress.js';
import { type AskedDqnOptions, RUN_FILES, type RunConfig } from '../runs/runConfig.js';
import { clearRun, type RunDirectory, type RunResult } from '../runs/runDirectory.js';
import type { Terminal } from '../terminal.js';
import { openEngine } from './openEngine.js';
import { completeConfig, fill, openTraining, type TrainingPlace } from './openTraining.js';
import { checkSettings } from './settings.js';
import { resumeCommand } from './trainCommand.js';

/** What to train, and where the run goes. */
export interface DqnRequest extends TrainingPlace {
  readonly options: AskedDqnOptions;
}

type DqnConfig = Extract<RunConfig, { kind: 'dqn' }>;

/** Greedy episodes that judge a trained agent. */
const FINAL_EPISODES = 100;

/**
 * Trains an agent into a run directory.
 *
 * @returns the content of `result.json`
 * @throws InterruptedError if the terminal was interrupted; the run can then be continued
 */
export async function trainDqnRun(terminal: Terminal, request: DqnRequest): Promise<RunResult> {
  const config = dqnConfig(terminal, request.options);
  const { options } = config;
  const opening = await openTraining(terminal, config, request);
  if (opening.state === 'finished') return opening.result;
  const { directory } = opening;
  return fill(directory, async () => {
    const engine = await openEngine(options);
    const begun = { config, directory, engine, tensorboard: request.tensorboard };
    const agent = await beginOrContinue(terminal, begun);
    try {
      return await train(terminal, { ...begun, agent });
    } finally {
      await agent.dispose();
    }
  });
}

/**
 * The configuration of a training.
 *
 * @throws UsageError if a setting is wrong
 */
export function dqnConfig(terminal: Terminal, asked: AskedDqnOptions): DqnConfig {
  const effectiveSettings = settingsOf(asked);
  const options = { ...asked, steps: effectiveSettings.steps };
  return completeConfig<DqnConfig>(terminal, { kind: 'dqn', options, effectiveSettings });
}

/** The complete settings; whatever is wrong with them is the caller's mistake. */
function settingsOf({ environment, steps, settings }: AskedDqnOptions): AgentSettings {
  try {
    environmentSpecification(environment);
    const { steps: _, ...replaceable } = agentSettings(environment);
    checkSettings(settings, replaceable);
    return agentSettings(environment, { ...(settings as Partial<AgentSettings>), ...(steps && { steps }) });
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

interface Begun {
  readonly config: DqnConfig;
  readonly directory: RunDirectory;
  readonly engine: Engine;
  readonly tensorboard: string | undefined;
}

async function beginOrContinue(terminal: Terminal, { config, directory, engine }: Begun): Promise<Agent> {
  if (await directory.hasCheckpoint()) {
    const agent = await loadAgent(directory.path, { engine });
    terminal.note(`${directory.path}: going on after ${agent.step} steps`);
    return agent;
  }
  await clearRun(directory);
  const { environment, activation, seed } = config.options;
  return createAgent({ environment, activation, seed, engine, ...settingsOf(config.options) });
}

interface Training extends Begun {
  readonly agent: Agent;
}

async function train(terminal: Terminal, training: Training): Promise<DqnResult> {
  const { config, directory, agent } = training;
  const { environment, activation, seed, steps } = config.options;
  const interruption = terminal.interruption();
  await directory.openMetrics((_, index) => index < agent.eventCount);
  const progress = openProgress(terminal, `${environment} ${activation} seed ${seed}`);
  try {
    let remark = 'no evaluation yet';
    for await (const event of agent.train({ steps })) {
      if (event.type === 'finished') return await finish(training, event);
      directory.record(event);
      if (event.type === 'evaluation') {
        await agent.save(directory.path);
        remark = `return ${event.meanReturn.toFixed(1)}`;
      }
      progress.update({ share: event.step / steps, remark });
      if (interruption.aborted) await leave(training);
    }
    throw new Error('the training ended without a last event');
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    await agent.save(directory.path);
    throw new DivergenceError(`${error.message}; its state is saved for inspection`, { cause: error });
  } finally {
    progress.end();
  }
}

async function leave({ config, directory, agent, tensorboard }: Training): Promise<never> {
  await agent.save(directory.path);
  throw new InterruptedError(
    `stopped after ${agent.step} steps; this goes on from there: ${resumeCommand(config, directory.path, tensorboard)}`,
  );
}

async function finish(
  { config, directory, engine, agent }: Training,
  finished: FinishedEvent,
): Promise<DqnResult> {
  const { environment, activation, seed } = config.options;
  await agent.save(directory.path);
  await directory.write(RUN_FILES.model, agent.toOnnx());
  const { episodes, meanReturn, returns } = await agent.evaluate({ episodes: FINAL_EPISODES });
  const { unitHealth, learnedSlopes } = await agent.inspect();
  const result: DqnResult = {
    kind: 'dqn',
    environment,
    activation,
    seed,
    engine: engine.name,
    steps: finished.step,
    updates: finished.updates,
    parameters: agent.parameterCount,
    wallSeconds: finished.wallSeconds,
    evaluation: { episodes, meanReturn, returns: [...returns] },
    unitHealth: [...unitHealth],
    learnedSlopes: [...learnedSlopes],
    versions: { ...config.versions },
  };
  await directory.finish(result);
  return result;
}
