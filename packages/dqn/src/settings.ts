// The settings of an agent: what they are, the rule that each obeys, and what a person reads about it. The command line
// makes its options of the same table.
import { closestName } from '@rectify/activations';
import {
  requireCountOrNone,
  requireNotNegative,
  requirePositive,
  requirePositiveInteger,
  requireShare,
  requireSwitch,
} from './requirements.js';

/** Everything that decides how an agent learns, besides environment, activation and seed. */
export interface AgentSettings {
  /** Environment steps of a whole training; the schedules below are spread over them. */
  readonly steps: number;
  /** Units of the hidden dense layers, from the input to the head. */
  readonly hiddenUnits: readonly number[];
  /** Filters of the 3x3 convolutions ahead of them; only where observations are maps [C, H, W]. */
  readonly convolutionFilters: readonly number[];
  /** Factor on each element of an observation, inside the network; one number is a factor for all. */
  readonly observationScale: readonly number[];
  /** Hidden weights start with ReLU's gain under every activation; otherwise each with its own (He et al. 2015). */
  readonly commonGain: boolean;
  /** Factor on the initial weights of the hidden layers. */
  readonly initialScale: number;
  /** The head adds a value and the advantages of the actions, each with a hidden layer of its own (Wang et al. 2016). */
  readonly dueling: boolean;
  /** Adam's learning rate at the first update; it falls linearly. */
  readonly learningRate: number;
  /** Learning rate at the last update. */
  readonly finalLearningRate: number;
  /** Transitions in an update. */
  readonly batchSize: number;
  /** A longer gradient of the whole network is scaled down to this norm; 0 leaves every gradient as it is. */
  readonly maximumGradientNorm: number;
  /** Temporal-difference error from which the Huber loss is linear, in scaled reward. */
  readonly huberDelta: number;
  /** Environment steps with random actions and without updates at the beginning. */
  readonly warmUpSteps: number;
  /** Environment steps from one round of updates to the next. */
  readonly trainFrequency: number;
  /** Updates in a round. */
  readonly gradientSteps: number;
  /** How much a reward counts one step later (gamma). */
  readonly discount: number;
  /** Rewards that a target looks ahead before it bootstraps (n). */
  readonly nStep: number;
  /** The online network chooses the next action, the target network values it (van Hasselt et al. 2016). */
  readonly double: boolean;
  /** Updates from one change of the target network to the next. */
  readonly targetUpdate: number;
  /** Share of the way to the online network that the target network goes then: 1 copies, less follows softly. */
  readonly tau: number;
  /** Factor on rewards before they enter a target; returns are reported without it. */
  readonly rewardScale: number;
  /** Transitions that the replay memory holds. */
  readonly bufferCapacity: number;
  /** Observations are integers from 0 to 255 and remembered as bytes, in a quarter of the room. */
  readonly byteObservations: boolean;
  /** Transitions with large errors are drawn more often (Schaul et al. 2016). */
  readonly prioritized: boolean;
  /** How much their priority counts, from 0 (uniform) to 1 (alpha). */
  readonly priorityExponent: number;
  /** How much of the bias of drawing by priority is corrected at the beginning (beta_0); at the end all of it. */
  readonly importanceExponent: number;
  /** Dense layers with learned noise explore, and random actions only where an epsilon is given (Fortunato et al. 2018). */
  readonly noisy: boolean;
  /** Probability of a random action at the first step (epsilon). */
  readonly initialEpsilon: number;
  /** Probability of a random action after `explorationShare` of the steps. */
  readonly finalEpsilon: number;
  /** Share of the steps over which epsilon falls linearly. */
  readonly explorationShare: number;
  /** Environment steps between greedy evaluations. */
  readonly stepsPerEvaluation: number;
  /** Episodes of such an evaluation. */
  readonly evaluationEpisodes: number;
  /** A value beyond this many times the greatest possible return stops the training. */
  readonly divergenceFactor: number;
}

/** What a setting may be: an integer from 1 or from 0 up, a number from 0 to 1, from 0 up, above 0, on or off, or several numbers. */
export type SettingRule =
  | 'count'
  | 'countOrNone'
  | 'share'
  | 'notNegative'
  | 'positive'
  | 'switch'
  | 'counts'
  | 'positives';

/** A setting as a person reads about it. */
export interface SettingDescription {
  /** What it belongs to: a heading in the help. */
  readonly group: string;
  readonly rule: SettingRule;
  /** One line. */
  readonly help: string;
}

const network = 'Network';
const updates = 'Updates';
const targets = 'Targets';
const replay = 'Replay';
const exploration = 'Exploration';
const watching = 'Evaluation and diagnosis';

/** Every setting of an agent, in the order of the help. */
export const AGENT_SETTINGS = {
  steps: { group: updates, rule: 'count', help: 'environment steps of the whole training' },
  hiddenUnits: { group: network, rule: 'counts', help: 'units of the hidden dense layers, such as 64,64' },
  convolutionFilters: {
    group: network,
    rule: 'counts',
    help: 'filters of the 3x3 convolutions ahead of them, for pixels only',
  },
  observationScale: {
    group: network,
    rule: 'positives',
    help: 'factor on each element of an observation, or one for all',
  },
  dueling: {
    group: network,
    rule: 'switch',
    help: 'head of a value and advantages (Wang et al. 2016)',
  },
  commonGain: { group: network, rule: 'switch', help: "start with ReLU's gain under every activation" },
  initialScale: { group: network, rule: 'positive', help: 'factor on the initial hidden weights' },
  learningRate: { group: updates, rule: 'positive', help: "Adam's learning rate at the first update" },
  finalLearningRate: { group: updates, rule: 'share', help: 'learning rate at the last update, on a line' },
  batchSize: { group: updates, rule: 'count', help: 'transitions in an update' },
  maximumGradientNorm: {
    group: updates,
    rule: 'notNegative',
    help: 'a longer gradient is scaled down to this; 0: none is',
  },
  huberDelta: { group: updates, rule: 'positive', help: 'error from which the loss is linear' },
  warmUpSteps: { group: updates, rule: 'countOrNone', help: 'random steps before the first update' },
  trainFrequency: {
    group: updates,
    rule: 'count',
    help: 'environment steps from one round of updates to the next',
  },
  gradientSteps: { group: updates, rule: 'count', help: 'updates in a round' },
  discount: { group: targets, rule: 'share', help: 'what a reward counts one step later (gamma)' },
  nStep: { group: targets, rule: 'count', help: 'rewards that a target looks ahead (n)' },
  double: { group: targets, rule: 'switch', help: 'double Q-learning (van Hasselt et al. 2016)' },
  targetUpdate: {
    group: targets,
    rule: 'count',
    help: 'updates from one change of the target network to the next',
  },
  tau: {
    group: targets,
    rule: 'positive',
    help: 'share of the way that the target network then goes; 1 copies',
  },
  rewardScale: { group: targets, rule: 'positive', help: 'factor on rewards inside targets' },
  bufferCapacity: { group: replay, rule: 'count', help: 'transitions that are remembered' },
  byteObservations: { group: replay, rule: 'switch', help: 'remember observations of 0 to 255 as bytes' },
  prioritized: { group: replay, rule: 'switch', help: 'draw large errors more often (Schaul et al. 2016)' },
  priorityExponent: {
    group: replay,
    rule: 'share',
    help: 'how much priority counts (alpha); with prioritized',
  },
  importanceExponent: {
    group: replay,
    rule: 'share',
    help: 'correction of the bias at the beginning (beta); with prioritized',
  },
  noisy: {
    group: exploration,
    rule: 'switch',
    help: 'learned noise in place of random actions (Fortunato et al. 2018)',
  },
  initialEpsilon: { group: exploration, rule: 'share', help: 'probability of a random action at first' },
  finalEpsilon: { group: exploration, rule: 'share', help: 'probability of a random action in the end' },
  explorationShare: { group: exploration, rule: 'share', help: 'share of the steps over which it falls' },
  stepsPerEvaluation: { group: watching, rule: 'count', help: 'environment steps between evaluations' },
  evaluationEpisodes: { group: watching, rule: 'count', help: 'greedy episodes of an evaluation' },
  divergenceFactor: {
    group: watching,
    rule: 'positive',
    help: 'values beyond this many times the possible return stop the run',
  },
} as const satisfies Readonly<Record<keyof AgentSettings, SettingDescription>>;

/** The names of the settings, in the order of the help. */
export const settingNames = Object.keys(AGENT_SETTINGS) as (keyof AgentSettings)[];

/**
 * Refuses names that are no settings.
 *
 * @throws RangeError with the closest name
 */
export function requireKnownSettings(given: object): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(AGENT_SETTINGS, name)) continue;
    const closest = closestName(name, settingNames);
    const hint = closest === undefined ? '.' : `; did you mean "${closest}"?`;
    throw new RangeError(`agent: unknown setting "${name}"${hint} Known: ${settingNames.join(', ')}.`);
  }
}

/**
 * Refuses settings out of their ranges, and pairs that contradict each other.
 *
 * @param base - the values that hold where nobody chose: what differs from them was chosen
 * @throws RangeError naming the setting, the rule and what came
 */
export function requireSettings(settings: AgentSettings, base: Partial<AgentSettings>): void {
  for (const name of settingNames) requireRule(name, settings[name]);
  requireOrder(settings, 'finalLearningRate', 'learningRate');
  requireOrder(settings, 'finalEpsilon', 'initialEpsilon');
  if (settings.tau > 1) throw new RangeError(`agent: tau must be above 0 and at most 1, got ${settings.tau}`);
  for (const name of ['priorityExponent', 'importanceExponent'] as const) {
    if (settings.prioritized || settings[name] === base[name]) continue;
    throw new RangeError(
      `agent: ${name} means nothing without prioritized; set prioritized too, or leave it out`,
    );
  }
}

function requireOrder(
  settings: AgentSettings,
  lower: 'finalLearningRate' | 'finalEpsilon',
  upper: 'learningRate' | 'initialEpsilon',
): void {
  if (settings[lower] >= 0 && settings[lower] <= settings[upper]) return;
  throw new RangeError(
    `agent: ${lower} must be from 0 to ${upper} (${settings[upper]}), got ${settings[lower]}`,
  );
}

const rules: Readonly<Record<SettingRule, (name: string, value: never) => void>> = {
  count: (name, value) => requirePositiveInteger('agent', name, value),
  countOrNone: (name, value) => requireCountOrNone('agent', name, value),
  share: (name, value) => requireShare('agent', name, value),
  notNegative: (name, value) => requireNotNegative('agent', name, value),
  positive: (name, value) => requirePositive('agent', name, value),
  switch: (name, value) => requireSwitch('agent', name, value),
  counts: (name, values: readonly number[]) => {
    for (const value of values) requirePositiveInteger('agent', name, value);
  },
  positives: (name, values: readonly number[]) => {
    for (const value of values) requirePositive('agent', name, value);
  },
};

function requireRule<Name extends keyof AgentSettings>(name: Name, value: AgentSettings[Name]): void {
  const { rule } = AGENT_SETTINGS[name];
  // The table and the interface agree: `agentSettings` takes values of the interface's types only.
  rules[rule](name, value as never);
}
