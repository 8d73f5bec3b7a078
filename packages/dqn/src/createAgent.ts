import { parseActivation, printActivation } from '@rectify/activations';
import { adam, createEngine, type Engine, type Schedule } from '@rectify/nn';
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
import { compileTdTrainer, type TdTrainer } from './tdTrainer.js';

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
export async function createAgent(options: AgentOptions): Promise<Agent> {
  const { environment, activation = 'relu', seed = 0, engine, ...given } = options;
  const world = createEnvironment(environment);
  requireSeed('agent', seed);
  const settings = agentSettings(environment, given);
  const identity = { environment, activation: printActivation(parseActivation(activation)), seed, settings };
  return assemble(identity, world, engine ?? (await createEngine('onnx')));
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

async function assemble(identity: AgentIdentity, environment: Environment, engine: Engine): Promise<Agent> {
  const { settings, seed } = identity;
  const random = randomStream(seed);
  const plan = { steps: settings.steps };
  const trainer = await compileAgentTrainer(engine, identity, { environment, plan });
  const network = { model: trainer.model, state: trainer.state };
  const policy = new GreedyPolicy(engine, network);
  const episodes = random.split('environment');
  const exploration = random.split('exploration');
  return new Agent({
    identity,
    actionSpace: environment.actionSpace,
    plan,
    policy,
    actor: new Actor({ environment, policy, episodes, exploration }),
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

function compileAgentTrainer(
  engine: Engine,
  { settings, activation, seed }: AgentIdentity,
  { environment, plan }: { readonly environment: Environment; readonly plan: { readonly steps: number } },
): Promise<TdTrainer> {
  const { batchSize, maximumGradientNorm, double, prioritized, huberDelta } = settings;
  const { actionSpace, observationSpace } = environment;
  const observationShape = observationSpace.shape;
  const model = qNetwork({ ...settings, observationShape, activation, actionCount: actionSpace.size, seed });
  return compileTdTrainer(engine, {
    batchSize,
    maximumGradientNorm,
    double,
    prioritized,
    huberDelta,
    target: settings,
    model,
    optimizer: adam({ learningRate: learningRateSchedule(settings, plan) }),
  });
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
