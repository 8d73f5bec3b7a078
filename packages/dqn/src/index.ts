export { Agent, type TrainOptions } from './agent.js';
export { type AgentOptions, createAgent, type LoadOptions, loadAgent } from './createAgent.js';
export { createPopulation, type PopulationOptions } from './createPopulation.js';
export { DivergenceError } from './diagnosis/divergence.js';
export type { Quantiles } from './diagnosis/numberWindow.js';
export { Acrobot } from './environments/acrobot.js';
export { CartPole, type CartPoleOptions } from './environments/cartPole.js';
export { type CheckOptions, checkEnvironment } from './environments/checkEnvironment.js';
export type { Environment, EpisodeStart, Info, StepResult } from './environments/environment.js';
export { FallingFruit } from './environments/fallingFruit.js';
export { MountainCar, type MountainCarOptions } from './environments/mountainCar.js';
export {
  createEnvironment,
  type EnvironmentOptions,
  type EnvironmentSpecification,
  environmentIds,
  environmentSpecification,
  registerEnvironment,
} from './environments/registry.js';
export {
  createVectorEnvironment,
  type VectorCopyState,
  VectorEnvironment,
  type VectorStepResult,
} from './environments/vectorEnvironment.js';
export { type EpsilonSchedule, epsilonAt } from './epsilonSchedule.js';
export type { Evaluation, EvaluationOptions } from './evaluation.js';
export type {
  EpisodeEvent,
  EvaluationEvent,
  FinishedEvent,
  Inspection,
  SlopeSummary,
  TrainingEvent,
  UpdateEvent,
} from './events.js';
export { agentSettings } from './presets.js';
export { type Player, type ReplayFrame, recordEpisode } from './recordEpisode.js';
export { PrioritizedReplay, type PrioritizedReplayOptions } from './replay/prioritizedReplay.js';
export { ReplayBuffer, type ReplayBufferOptions } from './replay/replayBuffer.js';
export type { ColumnReader, ReplayBatch, ReplayMemory, Transition } from './replay/replayMemory.js';
export type { ObservationStorage } from './replay/transitionRows.js';
export { type ReplayAnimationOptions, replayAnimation, replayPace } from './replayAnimation.js';
export type { AgentSettings } from './settings.js';
export { Box } from './spaces/box.js';
export { Discrete } from './spaces/discrete.js';
export { type TdLossOptions, type TdLossSite, type TdReport, tdLoss } from './tdLoss.js';
export { compileTdTrainer, type TargetOptions, type TdTrainer, type TdTrainerOptions } from './tdTrainer.js';
export {
  type FailedEvent,
  type PopulationEvent,
  type PopulationTrainOptions,
  trainPopulation,
} from './trainPopulation.js';
export { clipReward, type RewardBounds } from './wrappers/clipReward.js';
export { episodeStatistics } from './wrappers/episodeStatistics.js';
export { frameStack } from './wrappers/frameStack.js';
export { type NormalizationOptions, normalizeObservation } from './wrappers/normalizeObservation.js';
export { RunningStatistics } from './wrappers/runningStatistics.js';
export { timeLimit } from './wrappers/timeLimit.js';
export {
  type EnvironmentChanges,
  type OwnState,
  withOwnState,
  wrapEnvironment,
} from './wrappers/wrapEnvironment.js';
