export { CartPole, type CartPoleOptions } from './environments/cartPole.js';
export { checkEnvironment } from './environments/checkEnvironment.js';
export type { Environment, EpisodeStart, Info, StepResult } from './environments/environment.js';
export {
  createEnvironment,
  type EnvironmentOptions,
  type EnvironmentSpecification,
  environmentIds,
  environmentSpecification,
  registerEnvironment,
} from './environments/registry.js';
export { timeLimit } from './environments/timeLimit.js';
export { type EpsilonSchedule, epsilonAt } from './epsilonSchedule.js';
export { type ReplayBatch, ReplayBuffer, type ReplayState, type Transition } from './replayBuffer.js';
export { Box } from './spaces/box.js';
export { Discrete } from './spaces/discrete.js';
