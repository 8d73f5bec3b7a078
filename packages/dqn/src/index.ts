export { Agent, type TrainOptions } from './agent.js';
export { type AgentOptions, createAgent, type LoadOptions, loadAgent } from './createAgent.js';
export { Acrobot } from './environments/acrobot.js';
export { CartPole, type CartPoleOptions } from './environments/cartPole.js';
export { checkEnvironment } from './environments/checkEnvironment.js';
export type { Environment, EpisodeStart, Info, StepResult } from './environments/environment.js';
export { MountainCar, type MountainCarOptions } from './environments/mountainCar.js';
export {
  createEnvironment,
  type EnvironmentOptions,
  type EnvironmentSpecification,
  environmentIds,
  environmentSpecification,
  registerEnvironment,
} from './environments/registry.js';
export { timeLimit } from './environments/timeLimit.js';
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
export { compileTdTrainer, type TdTrainer, type TdTrainerOptions } from './learner.js';
export { type AgentSettings, agentSettings } from './presets.js';
export { type Player, type ReplayFrame, recordEpisode } from './recordEpisode.js';
export { type ReplayAnimationOptions, replayAnimation, replayPace } from './replayAnimation.js';
export { type ReplayBatch, ReplayBuffer, type ReplayState, type Transition } from './replayBuffer.js';
export { Box } from './spaces/box.js';
export { Discrete } from './spaces/discrete.js';
export { selectedValues, type TdLossOptions, type TdLossSite, tdLoss, tdTargets } from './tdLoss.js';
