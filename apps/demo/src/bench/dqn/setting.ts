// What every system trains: CleanRL's `dqn.py` on CartPole-v1, which other projects time too.
import type { PopulationOptions } from '@rectify/dqn';
import { UPDATE } from '../cartPoleUpdate.js';

/**
 * Sizes and constants, those of `dqn.py` apart from one: it learns after 10,000 random steps. They are not part of the
 * measured time; fewer of them let exploration fall over a short training as it does over a whole one.
 */
export const SETTING = {
  ...UPDATE,
  environment: 'CartPole-v1',
  bufferCapacity: 10_000,
  randomSteps: 1_000,
  stepsPerUpdate: 10,
  stepsPerTargetCopy: 500,
  initialEpsilon: 1,
  finalEpsilon: 0.05,
  explorationShare: 0.5,
} as const;

/** Steps with updates ahead of the measured ones: compilers and caches settle. */
export const SETTLING_STEPS = 1_000;

/** What a system did in the measured time. */
export interface Pace {
  /** Environment steps of all agents together. */
  readonly steps: number;
  readonly seconds: number;
  /** Processor time on all threads. */
  readonly processorSeconds: number;
}

/** What the clocks of this process say. */
export interface Moment {
  readonly steps: number;
  readonly atMs: number;
  readonly processorMs: number;
}

/** What lies between two moments. */
export function paceBetween(start: Moment, end: Moment): Pace {
  return {
    steps: end.steps - start.steps,
    seconds: (end.atMs - start.atMs) / 1000,
    processorSeconds: (end.processorMs - start.processorMs) / 1000,
  };
}

/** The same as settings of this project's agents, which neither evaluate nor clip a gradient in that time. */
export function agentOptions(steps: number): Omit<PopulationOptions, 'seeds'> {
  const { learningRate, stepsPerTargetCopy, stepsPerUpdate, randomSteps, hiddenUnits, ...same } = SETTING;
  const { environment, batchSize, bufferCapacity, discount } = same;
  const { initialEpsilon, finalEpsilon, explorationShare } = same;
  return {
    environment,
    activation: 'relu',
    batchSize,
    bufferCapacity,
    discount,
    initialEpsilon,
    finalEpsilon,
    explorationShare,
    hiddenUnits,
    learningRate,
    finalLearningRate: learningRate,
    warmUpSteps: randomSteps,
    trainFrequency: stepsPerUpdate,
    targetUpdate: stepsPerTargetCopy / stepsPerUpdate,
    nStep: 1,
    rewardScale: 1,
    observationScale: [1],
    // Never reached: the squared error, as in `dqn.py`.
    huberDelta: 1e6,
    maximumGradientNorm: 0,
    stepsPerEvaluation: 2 * steps,
    steps,
  };
}
