import { requirePositive, requirePositiveInteger, requireShare } from './requirements.js';

/** Everything that decides how an agent learns, besides environment, activation and seed. */
export interface AgentSettings {
  /** Environment steps of a whole training; the schedules below are spread over them. */
  readonly steps: number;
  /** Units of the hidden layers, from the input to the head. */
  readonly hiddenUnits: readonly number[];
  /** Adam's learning rate at the first step; it falls linearly. */
  readonly learningRate: number;
  /** Learning rate at the last step. */
  readonly finalLearningRate: number;
  /** Transitions in an update. */
  readonly batchSize: number;
  /** Transitions that the replay buffer remembers. */
  readonly bufferCapacity: number;
  /** Environment steps with random actions and without updates at the beginning. */
  readonly warmUpSteps: number;
  /** Environment steps per update. */
  readonly stepsPerUpdate: number;
  /** Updates after which the target network becomes a copy of the online network. */
  readonly updatesPerTargetCopy: number;
  /** How much a reward counts one step later (gamma). */
  readonly discount: number;
  /** Rewards that a target looks ahead before it bootstraps (n). */
  readonly returnSteps: number;
  /** Probability of a random action at the first step (epsilon). */
  readonly initialEpsilon: number;
  /** Probability of a random action after `explorationShare` of the steps. */
  readonly finalEpsilon: number;
  /** Share of the steps over which epsilon falls linearly. */
  readonly explorationShare: number;
  /** The online network chooses the next action, the target network values it (van Hasselt et al. 2016). */
  readonly doubleQ: boolean;
  /** Temporal-difference error from which the Huber loss is linear, in scaled reward. */
  readonly huberDelta: number;
  /** A longer gradient of the whole network is scaled down to this norm. */
  readonly maximumGradientNorm: number;
  /** Factor on rewards before they enter a target; returns are reported without it. */
  readonly rewardScale: number;
  /** Factor on each element of an observation, inside the network. */
  readonly observationScale: readonly number[];
  /** Environment steps between greedy evaluations. */
  readonly stepsPerEvaluation: number;
  /** Episodes of such an evaluation. */
  readonly evaluationEpisodes: number;
}

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
  steps: 50_000,
  hiddenUnits: [64, 64],
  learningRate: 2.3e-3,
  finalLearningRate: 0,
  batchSize: 64,
  bufferCapacity: 50_000,
  warmUpSteps: 1_000,
  stepsPerUpdate: 2,
  updatesPerTargetCopy: 32,
  discount: 0.99,
  returnSteps: 4,
  initialEpsilon: 1,
  finalEpsilon: 0.1,
  explorationShare: 0.2,
  doubleQ: false,
  huberDelta: 1,
  maximumGradientNorm: 10,
  rewardScale: 0.01,
  observationScale: cartPoleRanges.map((range) => 1 / range),
  stepsPerEvaluation: 2_500,
  evaluationEpisodes: 20,
};

const presets: ReadonlyMap<string, AgentSettings> = new Map([['CartPole-v1', cartPole]]);

/**
 * The settings of an agent: those given, and the environment's preset for the others.
 *
 * @throws RangeError for a setting out of its range, or without a preset for the environment if one is missing
 */
export function agentSettings(environmentId: string, given: Partial<AgentSettings> = {}): AgentSettings {
  const settings = { ...presets.get(environmentId), ...definedOnly(given) };
  const missing = settingNames.filter((name) => settings[name] === undefined);
  if (missing.length > 0) {
    throw new RangeError(`agent: there is no preset for "${environmentId}"; give ${missing.join(', ')}`);
  }
  const complete = settings as AgentSettings;
  requireSettings(complete);
  return complete;
}

const settingNames = Object.keys(cartPole) as (keyof AgentSettings)[];

function definedOnly(given: Partial<AgentSettings>): Partial<AgentSettings> {
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => name in cartPole && value !== undefined),
  );
}

const counts = [
  'steps',
  'batchSize',
  'bufferCapacity',
  'stepsPerUpdate',
  'updatesPerTargetCopy',
  'returnSteps',
  'stepsPerEvaluation',
  'evaluationEpisodes',
] as const satisfies (keyof AgentSettings)[];
const shares = ['discount', 'initialEpsilon', 'finalEpsilon', 'explorationShare'] as const;
const positives = ['learningRate', 'huberDelta', 'maximumGradientNorm', 'rewardScale'] as const;

function requireSettings(settings: AgentSettings): void {
  for (const name of counts) requirePositiveInteger('agent', name, settings[name]);
  for (const name of shares) requireShare('agent', name, settings[name]);
  for (const name of positives) requirePositive('agent', name, settings[name]);
  if (!(settings.finalLearningRate >= 0 && settings.finalLearningRate <= settings.learningRate)) {
    throw new RangeError(
      `agent: finalLearningRate must be from 0 to learningRate (${settings.learningRate}), got ${settings.finalLearningRate}`,
    );
  }
  if (!Number.isSafeInteger(settings.warmUpSteps) || settings.warmUpSteps < 0) {
    throw new RangeError(`agent: warmUpSteps must be an integer from 0 up, got ${settings.warmUpSteps}`);
  }
  for (const units of settings.hiddenUnits) requirePositiveInteger('agent', 'hiddenUnits', units);
  for (const scale of settings.observationScale) requirePositive('agent', 'observationScale', scale);
}
