import { type AgentSettings, requireKnownSettings, requireSettings, settingNames } from './settings.js';

/** The parts that presets leave alone unless they say otherwise: plain DQN. */
const common = {
  convolutionFilters: [],
  dueling: false,
  noisy: false,
  commonGain: false,
  initialScale: 1,
  // Stable-Baselines3: `DQN(max_grad_norm=10)`; smooth L1 loss, which is Huber with delta 1.
  maximumGradientNorm: 10,
  huberDelta: 1,
  gradientSteps: 1,
  nStep: 1,
  double: false,
  tau: 1,
  rewardScale: 1,
  byteObservations: false,
  prioritized: false,
  // Schaul et al. 2016, section 4, proportional variant.
  priorityExponent: 0.6,
  importanceExponent: 0.4,
  initialEpsilon: 1,
  evaluationEpisodes: 20,
  // Values somewhat beyond the possible return are common and pass (soft divergence, van Hasselt et al. 2018).
  divergenceFactor: 10,
} as const satisfies Partial<AgentSettings>;

/** No random actions but those of the warm-up. */
const greedy = { initialEpsilon: 0, finalEpsilon: 0 } as const satisfies Partial<AgentSettings>;

/** The ranges that Dopamine (`gym_lib.py`) scales CartPole's observations by, to about [-1, 1]. */
const cartPoleRanges = [2.4, 5, Math.PI / 12, 2 * Math.PI];

/**
 * CartPole-v1. From RL Baselines3 Zoo (`hyperparams/dqn.yml`): steps, learning rate, batch size, warm-up, discount,
 * updates per step (128 every 256), gradient norm. From Mnih et al. 2015: final epsilon. From Hessel et al. 2018:
 * returns of several steps. Chosen in trials with all three rectifiers (see the README): network, fall of the learning
 * rate and of epsilon, length of the returns, target copy. The reward scale, 1 - discount, keeps every value within
 * [0, 1].
 */
const cartPole: AgentSettings = {
  ...common,
  steps: 50_000,
  hiddenUnits: [64, 64],
  observationScale: cartPoleRanges.map((range) => 1 / range),
  learningRate: 2.3e-3,
  finalLearningRate: 0,
  batchSize: 64,
  bufferCapacity: 50_000,
  warmUpSteps: 1_000,
  trainFrequency: 2,
  targetUpdate: 32,
  discount: 0.99,
  nStep: 4,
  finalEpsilon: 0.1,
  explorationShare: 0.2,
  rewardScale: 0.01,
  stepsPerEvaluation: 2_500,
};

/**
 * What Acrobot-v1 and MountainCar-v0 share. From CartPole's preset: network, learning rate's fall, batch size, warm-up, update
 * frequency, length of the returns, exploration, reward scale. Chosen in trials with seed 0 (see the README): learning
 * rate and target copy. The buffer holds the last 100,000 steps. A goal is met rarely at first: returns of four steps
 * carry it back quickly, and values that begin near 0, above every return, make the agent try what it has not tried.
 */
const classicControl = {
  ...common,
  hiddenUnits: [64, 64],
  learningRate: 1e-3,
  finalLearningRate: 0,
  batchSize: 64,
  bufferCapacity: 100_000,
  warmUpSteps: 1_000,
  trainFrequency: 2,
  targetUpdate: 100,
  discount: 0.99,
  nStep: 4,
  finalEpsilon: 0.1,
  explorationShare: 0.2,
  rewardScale: 0.01,
  stepsPerEvaluation: 5_000,
} as const satisfies Partial<AgentSettings>;

/**
 * Acrobot-v1: steps from RL Baselines3 Zoo, ranges of the observation from Dopamine (`gym_lib.py`). A wider network and
 * less exploration in the end, chosen in trials: with 64 units and 0.1 one of three agents stayed below -85.
 */
const acrobot: AgentSettings = {
  ...classicControl,
  steps: 100_000,
  hiddenUnits: [128, 128],
  finalEpsilon: 0.05,
  observationScale: [1, 1, 1, 1, 1 / 5, 1 / 5],
};

/**
 * MountainCar-v0: steps from RL Baselines3 Zoo, ranges of the observation from Dopamine (`gym_lib.py`). With a copy of the target
 * network every 100 updates one of thirty agents diverged.
 */
const mountainCar: AgentSettings = {
  ...classicControl,
  steps: 120_000,
  targetUpdate: 200,
  observationScale: [1 / 1.2, 1 / 0.07],
};

/**
 * FallingFruit-v0. From MinAtar's DQN (Young, Tian 2019): 16 filters of 3x3 and 128 dense units, batch size, buffer.
 * From RL Baselines3 Zoo: warm-up. Chosen in trials with seed 0 (see the README): the others. An object takes 9 steps to
 * fall, so that a discount of 0.9 looks far enough; double Q-learning keeps values near what is realised.
 */
const fallingFruit: AgentSettings = {
  ...common,
  steps: 60_000,
  convolutionFilters: [16],
  hiddenUnits: [128],
  observationScale: [1],
  byteObservations: true,
  learningRate: 1e-3,
  finalLearningRate: 0,
  batchSize: 32,
  bufferCapacity: 100_000,
  warmUpSteps: 1_000,
  trainFrequency: 2,
  targetUpdate: 200,
  discount: 0.9,
  double: true,
  finalEpsilon: 0.02,
  explorationShare: 0.2,
  stepsPerEvaluation: 5_000,
};

const presets: ReadonlyMap<string, AgentSettings> = new Map([
  ['CartPole-v1', cartPole],
  ['Acrobot-v1', acrobot],
  ['MountainCar-v0', mountainCar],
  ['FallingFruit-v0', fallingFruit],
]);

/**
 * The settings of an agent: those given, and the environment's preset for the others. Where `noisy` is given, epsilon is
 * 0 in every preset, because noise explores in place of random actions (Fortunato et al. 2018, section 3.1).
 *
 * @throws RangeError for an unknown setting, one out of its range, two that contradict each other, or without a preset
 *   for the environment if one is missing
 */
export function agentSettings(environmentId: string, given: Partial<AgentSettings> = {}): AgentSettings {
  requireKnownSettings(given);
  const base: Partial<AgentSettings> = {
    ...(presets.get(environmentId) ?? common),
    ...(given.noisy && greedy),
  };
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const settings = { ...base, ...chosen };
  const missing = settingNames.filter((name) => settings[name] === undefined);
  if (missing.length > 0) {
    throw new RangeError(`agent: there is no preset for "${environmentId}"; give ${missing.join(', ')}`);
  }
  const complete = settings as AgentSettings;
  requireSettings(complete, base);
  return complete;
}
