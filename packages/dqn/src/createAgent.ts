import { parseActivation, printActivation } from '@rectify/activations';
import { adam, createEngine, type Engine, type Model, type Optimizer, type Schedule } from '@rectify/nn';
import { randomStream } from '@rectify/nn/random';
import { Actor } from './actor.js';
import { Agent } from './agent.js';
import { type AgentIdentity, readCheckpoint } from './checkpoint.js';
import type { Environment } from './environments/environment.js';
import { createEnvironment, environmentSpecification } from './environments/registry.js';
import { GreedyPolicy } from './greedyPolicy.js';
import { Learner } from './learner.js';
import { agentSettings } from './presets.js';
import { probeTransitions } from './probeTransitions.js';
import { qNetwork } from './qNetwork.js';
import { PrioritizedReplay } from './replay/prioritizedReplay.js';
import { ReplayBuffer, type ReplayBufferOptions } from './replay/replayBuffer.js';
import type { ReplayMemory } from './replay/replayMemory.js';
import { requireSeed } from './requirements.js';
import type { AgentSettings } from './settings.js';
import { compileTdInspector } from './tdInspector.js';
import { compileTdTrainer, type TdStepOptions, type TdTrainer } from './tdTrainer.js';

/** Transitions on which units are inspected. */
const probeSize = 1024;

/** What an agent is made from. A setting that is left out comes from the environment's preset. */
export interface AgentOptions extends Partial<AgentSettings> {
  /** Id of a registered environment, such as `CartPole-v1`. */
  readonly environment: string;
  /** Activation spec of the hidden layers; default `relu`. */
  readonly activation?: string;
  /** Decides everything that is random; default 0. */
  readonly seed?: number;
  /** Default: ONNX Runtime with one thread. */
  readonly engine?: Engine;
}

/**
 * Makes an agent that has learned nothing yet.
 *
 * @example
 * const agent = await createAgent({ environment: 'CartPole-v1', activation: 'prelu', seed: 1 });
 *
 * @throws RangeError for an unknown environment, or a seed or setting out of its range
 * @throws ActivationSpecError for an unknown activation
 */
export async function createAgent({ seed = 0, engine: given, ...arm }: AgentOptions): Promise<Agent> {
  const identity = identify(arm, seed);
  const engine = given ?? (await createEngine('onnx'));
  const plan = { steps: identity.settings.steps };
  const trainer = await compileTdTrainer(engine, {
    ...trainingStepOf(identity),
    model: networkOf(identity),
    optimizer: optimizerOf(identity, plan),
  });
  return assembleAgent(identity, { engine, plan, trainer });
}

/**
 * Who an agent is.
 *
 * @throws RangeError for an unknown environment, or a seed or setting out of its range
 * @throws ActivationSpecError for an unknown activation
 */
export function identify(
  { environment, activation = 'relu', ...given }: Omit<AgentOptions, 'seed' | 'engine'>,
  seed: number,
): AgentIdentity {
  environmentSpecification(environment);
  requireSeed('agent', seed);
  const settings = agentSettings(environment, given);
  return { environment, activation: printActivation(parseActivation(activation)), seed, settings };
}

/** What `loadAgent` takes besides the directory. */
export type LoadOptions = Pick<AgentOptions, 'engine'>;

/**
 * Loads the agent that `Agent.save` wrote; its training goes on exactly where it was saved. Needs Node.
 *
 * @throws TensorFileError if there is no checkpoint in the directory or it is damaged
 * @throws CheckpointError if it was not written by an agent, or does not fit what it says it is
 */
export async function loadAgent(directory: string, options: LoadOptions = {}): Promise<Agent> {
  const { loadCheckpoint } = await import('./checkpointFiles.js');
  const checkpoint = await loadCheckpoint(directory);
  const { environment, activation, seed, settings } = readCheckpoint(checkpoint).identity;
  const agent = await createAgent({ environment, activation, seed, ...settings, ...options });
  agent.restore(checkpoint);
  return agent;
}

/** What an agent is assembled from besides its identity. */
export interface AgentMakings {
  readonly engine: Engine;
  readonly trainer: TdTrainer;
  /** Steps over which the schedules fall; the trainer's optimizer follows them too. */
  readonly plan: { steps: number };
}

/** An agent around a trainer that has not trained yet. */
export async function assembleAgent(
  identity: AgentIdentity,
  { engine, trainer, plan }: AgentMakings,
): Promise<Agent> {
  const { settings, seed } = identity;
  const environment = createEnvironment(identity.environment);
  const random = randomStream(seed);
  const network = { model: trainer.model, state: trainer.state };
  const episodes = random.split('environment');
  const exploration = random.split('exploration');
  const actingPolicy = new GreedyPolicy(engine, {
    ...network,
    noise: settings.noisy ? exploration : undefined,
  });
  return new Agent({
    engine,
    identity,
    actionSpace: environment.actionSpace,
    plan,
    policy: new GreedyPolicy(engine, network),
    actingPolicy,
    actor: new Actor({ environment, policy: actingPolicy, episodes, exploration }),
    learner: new Learner({
      ...settings,
      trainer,
      memory: replayMemory(settings, environment),
      stream: random.split('replay'),
      maxEpisodeSteps: environmentSpecification(identity.environment).maxEpisodeSteps,
    }),
    inspector: await compileTdInspector(engine, trainer, { ...settings, batchSize: probeSize }),
    probe: probeTransitions(identity.environment, {
      ...settings,
      count: probeSize,
      stream: random.split('probe'),
    }),
    evaluationSeed: random.split('evaluation').integer(2 ** 31),
  });
}

/** The network of an agent before it has learned anything. */
export function networkOf({ environment, settings, activation, seed }: AgentIdentity): Model {
  const { actionSpace, observationSpace } = createEnvironment(environment);
  const observationShape = observationSpace.shape;
  return qNetwork({ ...settings, observationShape, activation, actionCount: actionSpace.size, seed });
}

/** The update of an agent; its learning rate falls over the steps of the plan. */
export function optimizerOf({ settings }: AgentIdentity, plan: { readonly steps: number }): Optimizer {
  return adam({ learningRate: learningRateSchedule(settings, plan) });
}

/** What the training step of an agent is compiled from besides its network and optimizer. */
export function trainingStepOf({ settings }: AgentIdentity): TdStepOptions {
  const { batchSize, double, prioritized, huberDelta, noisy } = settings;
  const maximumGradientNorm = settings.maximumGradientNorm === 0 ? Infinity : settings.maximumGradientNorm;
  return { batchSize, maximumGradientNorm, double, prioritized, huberDelta, noisy, target: settings };
}

function replayMemory(settings: AgentSettings, { observationSpace }: Environment): ReplayMemory {
  const size: ReplayBufferOptions = {
    capacity: settings.bufferCapacity,
    observationSize: observationSpace.low.length,
    storage: settings.byteObservations ? 'uint8' : 'float32',
  };
  return settings.prioritized ? new PrioritizedReplay({ ...settings, ...size }) : new ReplayBuffer(size);
}

/** A straight line over the updates of the planned training; the plan may still change when the training begins. */
function learningRateSchedule(settings: AgentSettings, plan: { readonly steps: number }): Schedule {
  const { learningRate, finalLearningRate, warmUpSteps, trainFrequency, gradientSteps } = settings;
  return (updates) => {
    const planned = Math.max(1, ((plan.steps - warmUpSteps) / trainFrequency) * gradientSteps);
    return learningRate + (finalLearningRate - learningRate) * Math.min(1, updates / planned);
  };
}
