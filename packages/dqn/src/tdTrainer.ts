import {
  compilePopulation,
  compileTrainer,
  type Engine,
  type InputSpec,
  type Model,
  type Optimizer,
  type StepOptions,
  type Trainer,
} from '@rectify/nn';
import type { ReplayBatch } from './replay/replayMemory.js';
import { type TdLossOptions, tdLoss } from './tdLoss.js';

/**
 * The training step of DQN: fed a `ReplayBatch`, with the target network as the copy `target`. After a step `vectors`
 * holds `values` and `tdErrors`, one for each transition.
 */
export type TdTrainer = Trainer<keyof ReplayBatch, 'target'>;

/** What a training step is compiled from besides the network that it trains. */
export interface TdStepOptions extends TdLossOptions {
  readonly batchSize: number;
  /** Default: the gradient is not clipped. */
  readonly maximumGradientNorm?: number;
  /** The target network draws noise of its own (Fortunato et al. 2018, section 3.1); default: it has none. */
  readonly noisy?: boolean;
  /** How the target network follows; default only by `copyParameters`. */
  readonly target?: TargetOptions;
}

/** What the training step is compiled from. */
export interface TdTrainerOptions extends TdStepOptions {
  readonly model: Model;
  readonly optimizer: Optimizer;
}

/** When and how far the target network goes towards the online network. */
export interface TargetOptions {
  /** Share of the way, above 0 and at most 1. */
  readonly tau: number;
  /** Updates from one move to the next. */
  readonly targetUpdate: number;
}

/**
 * Compiles loss, gradient and update of the online network into one program; with a `tau` below 1 the target network
 * follows in the same program.
 */
export function compileTdTrainer(
  engine: Engine,
  { model, optimizer, ...options }: TdTrainerOptions,
): Promise<TdTrainer> {
  return compileTrainer(engine, { ...tdStep(model, options), model, optimizer });
}

/** What a population of training steps is compiled from: a model and an optimizer for each member. */
export interface TdPopulationOptions extends TdStepOptions {
  /** At least one; they differ in their seeds only. */
  readonly models: readonly [Model, ...Model[]];
  readonly optimizer: (member: number) => Optimizer;
}

/** Compiles one program that trains all members in lockstep (`compilePopulation` of nn). */
export function compileTdPopulation(
  engine: Engine,
  { models, optimizer, ...options }: TdPopulationOptions,
): Promise<TdTrainer[]> {
  return compilePopulation(engine, { ...tdStep(models[0], options), models, optimizer });
}

function tdStep(
  model: Model,
  { batchSize, maximumGradientNorm = Infinity, noisy = false, target, ...lossOptions }: TdStepOptions,
): Omit<StepOptions<keyof ReplayBatch, 'target'>, 'model' | 'optimizer'> {
  return {
    batchSize,
    maximumGradientNorm,
    inputs: transitionInputs(model),
    copies: { target: following(target) },
    copyMode: noisy ? 'training' : 'evaluation',
    vectors: ['values', 'tdErrors'],
    loss: (site) => tdLoss(site, lossOptions),
  };
}

/** What the loss is fed: the columns of a `ReplayBatch`. */
export function transitionInputs({ inputShape }: Model): Readonly<Record<keyof ReplayBatch, InputSpec>> {
  return {
    observations: inputShape,
    actions: { shape: [], type: 'int32' },
    rewards: [],
    nextObservations: inputShape,
    discounts: [],
    weights: [],
  };
}

/**
 * target += tau * (online - target) after every `targetUpdate` updates (Lillicrap et al. 2016, algorithm 1, with
 * targetUpdate 1). With tau 1 that is the copy of Mnih et al. 2015, which costs the program nothing from outside.
 */
function following(target: TargetOptions | undefined) {
  if (target === undefined || target.tau === 1) return 'frozen';
  const { tau, targetUpdate } = target;
  return targetUpdate === 1 ? tau : (updates: number) => ((updates + 1) % targetUpdate === 0 ? tau : 0);
}
